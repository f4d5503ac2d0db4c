import { expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { difference, ratio, type Round, type Row } from './figure.js';

const row = (compare: Row['compare'], better: Row['better'], marks: Row['marks']): Row => ({
  what: 'w',
  partner: 'p',
  compare,
  unit: '×',
  better,
  marks,
});
const round = (a: number, b: number): Round => ({
  a: { values: { rate: a }, faults: [] },
  b: { values: { rate: b }, faults: [] },
});

it('compares inside each round: a machine that halves its speed between rounds changes nothing', () => {
  const rounds = [round(80, 100), round(40, 50), round(160, 200)];
  const result = evaluate(
    row(ratio('rate', 'a', 'b'), 'higher', { floor: 0.5, goal: 0.75, stretch: 0.9 }),
    rounds,
    ['a', 'b'],
    [],
  );
  expect(result.value).toEqual({ median: 0.8, min: 0.8, max: 0.8 });
  expect(result.verdict).toBe('goal');
});

it('says below the floor, and that lower is better where it is', () => {
  const marks = { floor: 10, goal: 2 };
  const at = (ms: number): string =>
    evaluate(row(difference('rate', 'a', 'b'), 'lower', marks), [round(ms, 0)], ['a', 'b'], []).verdict;
  expect([at(1), at(5), at(11)]).toEqual(['goal', 'floor kept, goal not', 'BELOW THE FLOOR']);
});

it('does not count with a fault, and is not run without a side', () => {
  const r = row(ratio('rate', 'a', 'b'), 'higher', { floor: 0.5 });
  expect(evaluate(r, [round(1, 1)], ['a', 'b'], ['1 undelivered']).verdict).toBe('DOES NOT COUNT');
  expect(evaluate(r, [round(1, 1)], ['b'], []).verdict).toBe('not run');
});
