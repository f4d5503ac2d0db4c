import { forgetTopics } from '../tools/forget-topics.js';
import { operate } from '../tools/operate.js';
import type { Fault } from '../fault.js';

export const f24: Fault = {
  id: 'F24',
  name: 'Kafka has lost its log, and is filled again from the database',
  seconds: { quick: 1, full: 1 },
  expected: 'the command that fills it ends well; no effect is repeated or lost',
  async inject({ cluster }) {
    const nodes = [...cluster.stack.nodes.keys()];
    // Positions can be deleted only while nobody is in the groups, and the order of the log is kept only while nobody appends.
    await Promise.all(nodes.map((node) => cluster.kill(node, 'SIGTERM')));
    const topics = await forgetTopics(cluster.stack.kafka.brokers);
    await operate(cluster, 'outbox', 'republish', '--since', new Date(0).toISOString());
    await cluster.reviveAll(nodes);
    return { bit: () => topics, heal: async () => undefined };
  },
};
