import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { optionsFrom } from '../../faults/options.js';
import { runAndCheck } from '../../faults/verdict.js';
import { describeWith } from '../../support/parts.js';

const SENDS = 5_000;
/** The fewest there can be, who talk as much: what one message costs is for how many it is. */
const USERS = 12;
/** For what hangs: beside one other spec it takes three minutes, beside a dozen other programs it took seven. */
const WITHIN_MS = 20 * 60_000;

await describeWith(['postgres', 'redis', 'kafka'], 'the delivery guarantee under six faults', () => {
  it(
    'holds: every invariant, over every acked send',
    async () => {
      const built = await fetch(`${inject('partsUrl')}/build`);
      expect(built.ok, await built.text()).toBe(true);
      const out = join(tempFolder('guarantee'), 'run');
      const options = optionsFrom([
        '--set=quick',
        `--sends=${SENDS}`,
        `--users=${USERS}`,
        '--rest=2',
        '--minutes=14',
        `--out=${out}`,
      ]);
      const { report, text } = await runAndCheck({ ...options, say: () => undefined, progress: () => undefined });
      // So many acks, every fault with an effect, and something to look at for every invariant: or it is `not proven`.
      expect(report.verdict.outcome, text).toBe('held');
    },
    WITHIN_MS,
  );
});
