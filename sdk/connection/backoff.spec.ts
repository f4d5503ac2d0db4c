import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.js';

describe('Backoff', () => {
  it('draws from zero to a ceiling that doubles up to the most', () => {
    const highest = new Backoff(500, 30_000, () => 1);
    expect(Array.from({ length: 9 }, () => highest.next())).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(new Backoff(500, 30_000, () => 0).next()).toBe(0);
  });

  it('spreads clients that were cut off together', () => {
    const firsts = new Set(Array.from({ length: 200 }, () => new Backoff(500, 30_000).next()));
    expect(firsts.size).toBeGreaterThan(100);
  });

  it('begins small again after a reset, and never overflows', () => {
    const backoff = new Backoff(500, 30_000, () => 1);
    for (let i = 0; i < 2_000; i += 1) backoff.next();
    expect(backoff.next()).toBe(30_000);
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });
});
