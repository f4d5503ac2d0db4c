import { describe, expect, it } from 'vitest';
import { IN_A_ROW, Pace, PACE_MS } from './pace.js';

const FRAME_MS = 16;

/** When changes of `until` milliseconds, one each, are rendered. */
function renders(pace: Pace, from: number, until: number): number[] {
  const times: number[] = [];
  for (let now = from; now < until;) {
    now += Math.max(FRAME_MS, pace.wait(now));
    pace.rendered(now);
    times.push(now);
  }
  return times;
}

describe('Pace', () => {
  it('lets the first changes of a burst be seen with the next frame', () => {
    const times = renders(new Pace(), 0, IN_A_ROW * FRAME_MS);
    expect(times).toEqual(Array.from({ length: IN_A_ROW }, (_, i) => (i + 1) * FRAME_MS));
  });

  it('holds a flood to one render in so many milliseconds', () => {
    const flood = renders(new Pace(), 0, 10_000);
    expect(flood.length).toBeGreaterThan(10_000 / PACE_MS - 1);
    expect(flood.length).toBeLessThan(10_000 / PACE_MS + IN_A_ROW + 1);
    expect(new Set(flood.slice(IN_A_ROW + 1).map((at, i) => at - flood[IN_A_ROW + i]!))).toEqual(new Set([PACE_MS]));
  });

  it('never holds back what comes now and then', () => {
    const pace = new Pace();
    for (let now = 0; now < 10_000; now += 2 * PACE_MS) {
      expect(pace.wait(now)).toBe(0);
      pace.rendered(now);
    }
  });

  it('is quick again after a rest', () => {
    const pace = new Pace();
    const last = renders(pace, 0, 1_000).at(-1)!;
    expect(pace.wait(last + 10)).toBe(PACE_MS - 10);
    expect(pace.wait(last + PACE_MS)).toBe(0);
    pace.rendered(last + 2 * PACE_MS);
    expect(pace.wait(last + 2 * PACE_MS + 1)).toBe(0);
  });
});
