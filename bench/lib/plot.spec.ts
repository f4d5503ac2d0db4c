import { expect, it } from 'vitest';
import type { RowResult } from '../figures/evaluate.js';
import { plot } from './plot.js';

const row = (what: string, better: RowResult['better'], median: number, marks: RowResult['marks']): RowResult => ({
  what,
  partner: 'p',
  unit: '×',
  better,
  marks,
  value: { median, min: median / 2, max: median * 2 },
  verdict: 'goal',
});
const drawn = (...rows: RowResult[]): number[] => {
  const svg = plot([{ figure: 'f', title: 't', rounds: [], foreignCores: {}, faults: [], rows }]);
  return [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map((match) => Number(match[1]));
};

it('puts the goal at one place whether higher or lower is better, and what is better to its right', () => {
  const [higher, lower, missed, beyond] = drawn(
    row('a', 'higher', 3, { goal: 3 }),
    row('b', 'lower', 20, { floor: 40, goal: 20 }),
    row('c', 'lower', 40, { goal: 20 }),
    row('d', 'higher', 6, { floor: 3 }),
  );
  expect(lower).toBe(higher);
  expect(missed!).toBeLessThan(higher!);
  expect(beyond!).toBeGreaterThan(higher!);
  expect(beyond! - higher!).toBeCloseTo(higher! - missed!, 0);
});

it('draws only what has an aim, was measured and counts', () => {
  const counted = row('a', 'higher', 3, { goal: 3 });
  expect(
    drawn(
      counted,
      row('no aim', 'higher', 1, {}),
      row('none lost', 'lower', 0, { goal: 0 }),
      { ...counted, value: undefined },
      { ...counted, verdict: 'DOES NOT COUNT' },
    ),
  ).toHaveLength(1);
});
