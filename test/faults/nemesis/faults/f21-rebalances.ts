import type { Consumer } from 'kafkajs';
import { kafkaClient } from '../../../../scripts/replay/faults/topics.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 5_000;
const TOPICS = [
  'parley.identity.events',
  'parley.groups.events',
  'parley.messaging.events',
  'parley.notifications.events',
];

export const f21: Fault = {
  id: 'F21',
  name: 'strangers join and leave the consumer groups every 5 s',
  seconds: { quick: 15, full: 60 },
  expected: 'effects exactly once; users notice nothing; lag 0 in 30 s',
  async inject({ cluster: { stack } }) {
    const kafka = kafkaClient(stack.kafka.brokers);
    const admin = kafka.admin();
    await admin.connect();
    const groups = (await admin.listGroups()).groups
      .map(({ groupId }) => groupId)
      .filter((id) => id.startsWith('parley.'));
    const there = new Set(await admin.listTopics());
    await admin.disconnect();
    const topics = TOPICS.filter((topic) => there.has(topic));
    let strangers: Consumer[] = [];
    let joined = 0;
    const leave = async () => (await Promise.all(strangers.splice(0).map((one) => one.disconnect()))).length;
    const turns = new Again(EVERY_MS, async () => {
      if (strangers.length > 0) return leave();
      strangers = groups.map((groupId) => kafka.consumer({ groupId, allowAutoTopicCreation: false }));
      for (const stranger of strangers) stranger.on(stranger.events.GROUP_JOIN, () => (joined += 1));
      // It takes records of its share and does nothing with them; as it commits nothing, they are read again by the others.
      await Promise.all(strangers.map((stranger) => visit(stranger, topics)));
      return strangers.length;
    });
    return {
      // As the groups say it, each by itself: one may take longer to let a stranger in than the fault stays, and may refuse him.
      bit: () => joined,
      heal: async () => {
        await turns.stop();
        await leave();
      },
    };
  },
};

async function visit(stranger: Consumer, topics: string[]): Promise<void> {
  await stranger.connect();
  await stranger.subscribe({ topics });
  await stranger.run({ autoCommit: false, eachMessage: async () => undefined });
}
