import { expect, it } from 'vitest';
import { replayUnderFaults } from '../../../scripts/replay/faults/run.js';
import { faultsInWords, problems } from '../../../scripts/replay/faults/report.js';
import { CROWD_SETTINGS } from '../../../scripts/replay/faults/settings.js';
import { ircLog } from '../../../scripts/replay/generated-log.js';
import { inWords } from '../../../scripts/replay/report.js';
import { describeWith } from '../../support/parts.js';
import { startTestStack } from '../../support/stack.js';

await describeWith(['postgres', 'redis', 'kafka'], 'three nodes on Postgres, Redis and Kafka', () => {
  it('lose, repeat and reorder nothing when a node and Redis are killed and Kafka is stopped in mid-traffic', async () => {
    const ended: string[] = [];
    const stack = await startTestStack({ nodes: 3, settings: CROWD_SETTINGS, log: (line) => ended.push(line) });
    try {
      const report = await replayUnderFaults(stack, {
        logs: [{ name: 'generated', text: ircLog(23, 300) }],
        seconds: 50,
        times: { node: 1, redisKilled: 4, redisFrozen: 0, kafka: 5, rest: 3 },
        listeners: 1,
        speakers: 20,
        say: () => undefined,
        progress: () => undefined,
      });
      expect(problems(report), [...report.reports.map(inWords), faultsInWords(report)].join('\n')).toEqual([]);
      expect(report.faults.map(({ name }) => name)).toEqual(['node', 'redis-killed', 'kafka']);
      expect(report.reports[0]!.seenBy).toHaveLength(3 + 2 * 4);
      expect(report.topics.records).toBeGreaterThanOrEqual(report.journal.entries);
      expect(report.journal.entries).toBeGreaterThan(report.reports[0]!.acked);
      expect(ended.filter((line) => line.includes('ended by itself'))).toEqual([]);
    } finally {
      await stack.stop();
    }
  }, 240_000);
});
