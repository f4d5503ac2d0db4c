import { pause } from './async.js';
import { machineCpuSeconds, treeCpuSeconds } from './proc.js';

export interface QuietRules {
  /** Cores that processes outside the measurement may use during a window. */
  limit: number;
  /** Seconds to wait for the machine to become quiet before a window. */
  waitSeconds: number;
  /** Windows to try before the least disturbed one is taken and marked. */
  tries: number;
}

const othersSeconds = (own: readonly number[]): number => machineCpuSeconds() - treeCpuSeconds([process.pid, ...own]);

async function waitForQuiet(own: readonly number[], rules: QuietRules): Promise<void> {
  const end = performance.now() + rules.waitSeconds * 1000;
  while (performance.now() < end) {
    const before = othersSeconds(own);
    const start = performance.now();
    await pause(1000);
    if ((othersSeconds(own) - before) / ((performance.now() - start) / 1000) < rules.limit) return;
  }
}

/**
 * Runs one window on a machine nobody else uses: waits for quiet, measures what others used meanwhile, and repeats a disturbed window.
 * `own` are processes of the measurement that are not children of this one. The answer carries the cores others used.
 */
export async function whenQuiet<T>(
  own: readonly number[],
  rules: QuietRules,
  window: () => Promise<T>,
): Promise<{ result: T; foreign: number }> {
  let best: { result: T; foreign: number } | undefined;
  for (let attempt = 0; attempt < rules.tries; attempt++) {
    await waitForQuiet(own, rules);
    const before = othersSeconds(own);
    const start = performance.now();
    const result = await window();
    const foreign = Math.max(0, (othersSeconds(own) - before) / ((performance.now() - start) / 1000));
    if (!best || foreign < best.foreign) best = { result, foreign: Math.round(foreign * 100) / 100 };
    if (foreign < rules.limit) break;
  }
  return best!;
}
