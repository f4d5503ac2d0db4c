import type { Observed } from './observe.js';

const MIB = 2 ** 20;
const HEAP = { times: 1.5, more: 50 * MIB };
/** Pages kept for next time: half of a young generation (`--max-semi-space-size=64`), which may have grown meanwhile. Runs that leak nothing end within ±80 MiB. */
const RESIDENT = { times: 1.2, more: 64 * MIB };
/**
 * Connections of both pools (`DATABASE_POOL`, 10 each), which are kept for a minute when they are idle: on a busy machine six
 * more were seen than before. One that leaked for every thousand frames would be a hundred.
 */
const HANDLES = 20;

/** What a server holds of what it was sent, where that is more than a sound one would: a line for each bound that does not hold. */
export function kept(before: Observed, after: Observed): string[] {
  const bounds = [
    { what: 'heap', unit: 'MiB', from: before.heapUsed, to: after.heapUsed, size: MIB, ...HEAP },
    { what: 'resident memory', unit: 'MiB', from: before.rss, to: after.rss, size: MIB, ...RESIDENT },
    { what: 'handles', unit: '', from: before.handles, to: after.handles, size: 1, times: 1, more: HANDLES },
  ];
  return bounds
    .map((b) => ({ ...b, most: b.from * b.times + b.more }))
    .filter(({ to, most }) => to > most)
    .map(({ what, unit, from, to, most, size }) => {
      const [was, is, limit] = [from, to, most].map((n) => Math.round(n / size));
      return `the ${what} did not come back: ${was} → ${is} ${unit}, at most ${limit}`.replace(' ,', ',');
    });
}
