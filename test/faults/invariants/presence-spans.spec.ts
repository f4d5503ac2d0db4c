import { expect, it } from 'vitest';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { covers, linkSpans, touches } from './presence-spans.js';

const line = (t: number, op: 'opening' | 'up' | 'down') =>
  ({ t, phase: 'event', process: 'u0', device: 'u0/a', op, result: {} }) as unknown as Line;

it('lets a device be seen from when it begins to connect, and asks for it only once it is up', () => {
  const lines = [line(1, 'opening'), line(5, 'up'), line(9, 'down'), line(20, 'opening'), line(30, 'down')];
  const spans = linkSpans(History.of(lines)).get('u0/a')!;
  expect(spans).toEqual([
    { since: 1, from: 5, to: 9 },
    { since: 20, from: Infinity, to: 30 },
  ]);
  expect([touches(spans, 2, 3), touches(spans, 10, 19), touches(spans, 10, 20)]).toEqual([true, false, true]);
  expect([covers(spans, 2, 3), covers(spans, 6, 8), covers(spans, 21, 25)]).toEqual([false, true, false]);
});
