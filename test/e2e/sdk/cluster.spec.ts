import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stack } from '../../../scripts/parts/stack.js';
import { replay } from '../../../scripts/replay/replay.js';
import { failed, inWords } from '../../../scripts/replay/report.js';
import { ircLog } from '../../../scripts/replay/generated-log.js';
import { startTestStack } from '../../support/stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startTestStack({
    nodes: 3,
    settings: {
      SEND_PER_SECOND: '100000',
      SEND_BURST: '100000',
      REQUESTS_PER_MINUTE: '1000000',
      SIGN_INS_PER_MINUTE: '1000000',
      ARGON2_MEMORY_KIB: '64',
      ARGON2_PASSES: '1',
    },
  });
}, 180_000);
afterAll(() => stack?.stop(), 60_000);

describe('three nodes', () => {
  it('lose, repeat and reorder nothing when one is killed with -9 in the middle and comes back', async () => {
    const victim = stack.nodes[1]!;
    const fate: Array<Promise<void>> = [];
    const report = await replay('killed', ircLog(11, 300), {
      urls: stack.nodes.map(({ url }) => url),
      speed: Infinity,
      listeners: 3,
      progress: (done, total, what) => {
        if (what !== 'lines' || done < total / 3 || fate.length > 0) return;
        fate.push(victim.kill('SIGKILL').then(() => victim.restart()));
      },
    });
    expect(fate).toHaveLength(1);
    await fate[0];
    expect(failed(report), inWords(report)).toBe(false);
    expect(report.acked + report.refused.length).toBe(report.lines);
    expect(report.seenBy.filter(({ who }) => who.startsWith('node'))).toHaveLength(3);
  }, 180_000);
});
