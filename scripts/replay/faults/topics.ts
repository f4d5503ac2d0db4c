import { Kafka, logLevel, type Admin } from 'kafkajs';
import { until } from '../../parts/until.js';

/** A record as it lies in Kafka, in the order of its partition. */
export interface TopicRecord {
  topic: string;
  partition: number;
  offset: number;
  key: string;
  seq: number;
  id: string;
  type: string;
  /** From its headers, if it has them: where its stream lies, and which claim of that shard published it. */
  shard?: number;
  fencing?: number;
}

/** Everything in the event topics of `prefix`, from the first record to the last. */
export async function readTopics(brokers: string, prefix: string, withinMs: number): Promise<TopicRecord[]> {
  const kafka = kafkaClient(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const consumer = kafka.consumer({ groupId: `faults-${Date.now()}`, allowAutoTopicCreation: false });
  try {
    const topics = (await admin.listTopics()).filter((t) => t.startsWith(`${prefix}.`) && t.endsWith('.events'));
    const wanted = await ends(admin, topics);
    const records: TopicRecord[] = [];
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message: { key, value, offset, headers } }) => {
        const { id, sequence, type } = JSON.parse(String(value)) as { id: string; sequence: string; type: string };
        records.push({
          ...{ topic, partition, offset: Number(offset), key: String(key), seq: Number(sequence), id, type },
          ...{ shard: numberIn(headers?.['shard']), fencing: numberIn(headers?.['fencing']) },
        });
        const place = `${topic}/${partition}`;
        if (Number(offset) + 1 >= (wanted.get(place) ?? 0)) wanted.delete(place);
      },
    });
    await until('all topics are read', withinMs, () => wanted.size === 0);
    return records;
  } finally {
    await consumer.disconnect();
    await admin.disconnect();
  }
}

const numberIn = (header: unknown): number | undefined => (header === undefined ? undefined : Number(header));

/** Records that the reactions of `prefix` have not got to, per consumer group that has any. */
export async function lags(admin: Admin, prefix: string): Promise<Record<string, number>> {
  const names = (await admin.listTopics()).filter(
    (topic) => topic.startsWith(`${prefix}.`) && topic.endsWith('.events'),
  );
  const wanted = await ends(admin, names);
  const behind: Record<string, number> = {};
  for (const { groupId } of (await admin.listGroups()).groups.filter((group) =>
    group.groupId.startsWith(`${prefix}.`),
  )) {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: names })) {
      // A group with no offset at all in a topic does not follow it.
      if (partitions.every(({ offset }) => Number(offset) < 0)) continue;
      for (const { partition, offset } of partitions) {
        const missing = (wanted.get(`${topic}/${partition}`) ?? 0) - Math.max(0, Number(offset));
        if (missing > 0) behind[groupId] = (behind[groupId] ?? 0) + missing;
      }
    }
  }
  return behind;
}

/** `topic/partition` to the offset after its last record, of those that have any. */
async function ends(admin: Admin, topics: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const topic of topics) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
      if (Number(high) > 0) found.set(`${topic}/${partition}`, Number(high));
    }
  }
  return found;
}

export const kafkaClient = (brokers: string) => new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
