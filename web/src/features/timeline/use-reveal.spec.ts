import { expect, it } from 'vitest';
import type { Row } from './rows.js';
import { type Range, spanOf } from './use-reveal.js';

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from + 1 }, (_, at) => {
    const seq = from + at;
    const item = { kind: 'message', key: `m${seq}`, seq } as Row['item'];
    return { item, newDay: false, continued: false, firstUnread: false };
  });
const END = { at: 'end' } as const;
const at = (seq: number) => ({ at: { seq, part: 0.5, linked: true } });
const range = (first: number, last: number | null, target: Range['target']): Range => ({
  first: `m${first}`,
  last: last === null ? null : `m${last}`,
  target,
});

it('begins with a screen full around what is wanted', () => {
  expect(spanOf(rows(1, 200), null, END, true)).toEqual({ from: 170, to: 200 });
  expect(spanOf(rows(1, 200), null, at(100), false)).toEqual({ from: 84, to: 114 });
  expect(spanOf(rows(1, 200), null, at(3), false)).toEqual({ from: 0, to: 30 });
  expect(spanOf(rows(1, 10), null, null, true)).toEqual({ from: 0, to: 10 });
});

it('grows by a few lines on each side until all are there', () => {
  const target = at(100);
  expect(spanOf(rows(1, 200), range(80, 119, target), target, false)).toEqual({ from: 67, to: 131 });
  expect(spanOf(rows(1, 200), range(5, 195, target), target, false)).toEqual({ from: 0, to: 200 });
});

it('shows what is written at the end at once, and a page of older messages bit by bit', () => {
  expect(spanOf(rows(1, 250), range(1, null, END), END, true)).toEqual({ from: 0, to: 250 });
  expect(spanOf(rows(-49, 100), range(1, null, END), END, true)).toEqual({ from: 38, to: 150 });
});

it('keeps what is read when the rows at one end are given back', () => {
  expect(spanOf(rows(101, 400), range(1, 400, END), END, false)).toEqual({ from: 0, to: 300 });
  expect(spanOf(rows(1, 300), range(1, 400, END), END, false)).toEqual({ from: 0, to: 300 });
  expect(spanOf(rows(101, 300), range(1, null, END), END, true)).toEqual({ from: 0, to: 200 });
});

it('begins anew elsewhere when another message is wanted that is not shown, or nothing is left', () => {
  expect(spanOf(rows(1, 200), range(161, null, END), at(20), true)).toEqual({ from: 4, to: 34 });
  expect(spanOf(rows(1, 200), range(1, null, END), at(20), true)).toEqual({ from: 0, to: 200 });
  expect(spanOf(rows(1_001, 1_100), range(1, 50, END), END, false)).toEqual({ from: 70, to: 100 });
});
