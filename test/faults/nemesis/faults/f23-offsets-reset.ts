import { kafkaClient } from '../../../../scripts/replay/faults/topics.js';
import type { Fault } from '../fault.js';

const TOPICS = [
  'parley.identity.events',
  'parley.groups.events',
  'parley.messaging.events',
  'parley.notifications.events',
];

export const f23: Fault = {
  id: 'F23',
  name: 'the consumers begin at the first record again',
  seconds: { quick: 1, full: 1 },
  expected: 'no effect is repeated; lag 0 in 60 s',
  async inject({ cluster }) {
    const nodes = [...cluster.stack.nodes.keys()];
    // Offsets can be set only while nobody is in the group.
    await Promise.all(nodes.map((node) => cluster.kill(node, 'SIGTERM')));
    const admin = kafkaClient(cluster.stack.kafka.brokers).admin();
    await admin.connect();
    const there = new Set(await admin.listTopics());
    const groups = (await admin.listGroups()).groups.filter(({ groupId }) => groupId.startsWith('parley.'));
    let reset = 0;
    await Promise.all(
      groups.map(async ({ groupId }) => {
        for (const topic of TOPICS.filter((one) => there.has(one))) {
          await admin.resetOffsets({ groupId, topic, earliest: true });
          reset += 1;
        }
      }),
    );
    await admin.disconnect();
    await cluster.reviveAll(nodes);
    return { bit: () => reset, heal: async () => undefined };
  },
};
