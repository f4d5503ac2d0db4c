import { describe, expect, it } from 'vitest';
import { kept } from './kept.js';

const MIB = 2 ** 20;
const before = { rss: 300 * MIB, heapUsed: 70 * MIB, loopMs: 20, handles: 40 };

describe('what a server holds after a part', () => {
  it('may be a little more than before', () => {
    expect(kept(before, before)).toEqual([]);
    expect(kept(before, { rss: 424 * MIB, heapUsed: 155 * MIB, loopMs: 900, handles: 60 })).toEqual([]);
    expect(kept(before, { rss: 100 * MIB, heapUsed: 40 * MIB, loopMs: 20, handles: 1 })).toEqual([]);
  });

  it.each([
    ['heap', { heapUsed: 156 * MIB }, 'the heap did not come back: 70 → 156 MiB, at most 155'],
    ['pages', { rss: 425 * MIB }, 'the resident memory did not come back: 300 → 425 MiB, at most 424'],
    ['sockets', { handles: 61 }, 'the handles did not come back: 40 → 61, at most 60'],
  ])('fails a run that leaks %s, in a plain line', (_, leak, line) => {
    expect(kept(before, { ...before, ...leak })).toEqual([line]);
  });
});
