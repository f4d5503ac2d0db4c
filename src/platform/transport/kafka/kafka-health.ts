import type { Admin, Kafka } from 'kafkajs';
import type { TransportHealth } from '../event-transport.js';
import { atMost } from '../wait.js';
import type { Assignment } from './reaction-consumer.js';
import type { Topics } from './topics.js';

/** Somebody waits for the answer. */
const ANSWER_MS = 3_000;

/** Asks the cluster itself, so that a node without consumers can tell as well. */
export async function kafkaHealth(kafka: Kafka, topics: Topics): Promise<TransportHealth> {
  let health: TransportHealth = { status: 'down', consumers: [] };
  const admin = kafka.admin({ retry: { retries: 0 } });
  const asked = ask(admin, topics).then((consumers) => (health = { status: 'up', consumers }));
  await atMost(ANSWER_MS, asked);
  void atMost(ANSWER_MS, admin.disconnect());
  return health;
}

async function ask(admin: Admin, topics: Topics): Promise<TransportHealth['consumers']> {
  await admin.connect();
  const { groups } = await admin.listGroups();
  const ours = groups.map(({ groupId }) => ({ groupId, name: topics.consumerOf(groupId) }));
  const consumers: TransportHealth['consumers'] = [];
  for (const { groupId, name } of ours) if (name) consumers.push({ name, waiting: await waitingFor(admin, groupId) });
  return consumers.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function waitingFor(admin: Admin, groupId: string): Promise<number> {
  const committed = await admin.fetchOffsets({ groupId });
  return lagOf(
    admin,
    groupId,
    Object.fromEntries(committed.map(({ topic, partitions }) => [topic, partitions.map((p) => p.partition)])),
  );
}

/** Records in these partitions that the group has not committed. */
export async function lagOf(admin: Admin, groupId: string, assignment: Assignment): Promise<number> {
  let lag = 0;
  for (const [topic, partitions] of Object.entries(assignment)) {
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const done = new Map(committed!.partitions.map((p) => [p.partition, Number(p.offset)]));
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic))
      if (partitions.includes(partition)) lag += Number(high) - Math.max(Number(low), done.get(partition) ?? 0);
  }
  return lag;
}
