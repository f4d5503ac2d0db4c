import { expect, it, vi } from 'vitest';
import { Value, View } from './view.js';

const turn = () => new Promise(setImmediate);

it('tells once of what one turn changes, with the value to who subscribed', async () => {
  let state = 0;
  const view = new View(() => state);
  const values: number[] = [];
  const off = view.subscribe((value) => values.push(value));
  for (state = 1; state < 3; state += 1) view.invalidate();
  await turn();
  off();
  view.invalidate();
  await turn();
  expect(values).toEqual([3]);
});

it('builds nothing for who only wants to know of a change', async () => {
  const build = vi.fn(() => ({}));
  const view = new View(build);
  const told = vi.fn();
  view.onChange(told);
  view.invalidate();
  await turn();
  view.invalidate();
  await turn();
  expect([told.mock.calls.length, build.mock.calls.length]).toEqual([2, 0]);
  expect(view.get()).toBe(view.get());
  expect(build).toHaveBeenCalledOnce();
});

it('takes off one listener and not another that is the same function', () => {
  const value = new Value(0);
  const told = vi.fn();
  const off = value.onChange(told);
  value.onChange(told);
  off();
  value.set(1);
  expect(told).toHaveBeenCalledOnce();
});
