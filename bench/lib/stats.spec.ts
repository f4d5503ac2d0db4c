import { expect, it } from 'vitest';
import { slope } from './stats.js';

it('gives the slope of the closest line', () => {
  expect(slope([0, 1, 2, 3].map((x) => [x, 7 - 2 * x] as const))).toBeCloseTo(-2);
  // Points off the line by the same amount on both sides do not tilt it.
  expect(
    slope([
      [0, 1],
      [1, 3],
      [2, 3],
      [3, 5],
    ]),
  ).toBeCloseTo(1.2);
  expect(slope([[1, 5]])).toBe(0);
});
