import { kafkaClient } from '../../../../scripts/replay/faults/topics.js';
import { until } from '../../../../scripts/parts/until.js';

/** Deletes Parley's topics and the positions of its consumer groups; nobody may be consuming. Answers how many topics there were. */
export async function forgetTopics(brokers: string): Promise<number> {
  const admin = kafkaClient(brokers).admin();
  await admin.connect();
  try {
    const ours = (name: string) => name.startsWith('parley.');
    const groups = async () => (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter(ours);
    // A consumer that was killed belongs to its group until its session lapses.
    await until('the consumer groups are empty', 60_000, async () => {
      await admin.deleteGroups(await groups());
      return true;
    });
    const topics = (await admin.listTopics()).filter(ours);
    await admin.deleteTopics({ topics });
    return topics.length;
  } finally {
    await admin.disconnect();
  }
}
