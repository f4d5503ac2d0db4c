import { expect, it } from 'vitest';
import { inOrder, neighbour } from './order.js';

const row = (id: string, at: number, messages = 0, mentions = 0) => ({
  id,
  lastActivityAt: new Date(at * 1000).toISOString(),
  unread: { messages, mentions },
  settings: { favourite: false, muted: false },
});

it('puts mentions before unread before the rest, the last active first', () => {
  const rows = [row('quiet', 9), row('old', 1), row('unread', 2, 3), row('later', 3, 1), row('mentioned', 0, 1, 1)];
  expect(inOrder(rows).map((r) => r.id)).toEqual(['mentioned', 'later', 'unread', 'quiet', 'old']);
});

it('puts favourites before everything, and what is muted where it would stand without its unread messages', () => {
  const favourite = { ...row('favourite', 0), settings: { favourite: true, muted: false } };
  const muted = { ...row('muted', 1, 5), settings: { favourite: false, muted: true } };
  const rows = [muted, row('quiet', 2), row('mentioned', 3, 1, 1), favourite, row('unread', 0, 1)];
  expect(inOrder(rows).map((r) => r.id)).toEqual(['favourite', 'mentioned', 'unread', 'quiet', 'muted']);
});

it('keeps what was active in the same moment in one order', () => {
  const [a, b] = [row('a', 1), row('b', 1)];
  expect(inOrder([a, b])).toEqual(inOrder([b, a]));
});

it('walks to the neighbours and stops at the ends', () => {
  const list = [row('a', 1), row('b', 1), row('c', 1)];
  expect(neighbour(list, 'b', 1)?.id).toBe('c');
  expect(neighbour(list, 'a', -1)).toBeNull();
  expect(neighbour(list, 'elsewhere', 1)?.id).toBe('a');
  expect(neighbour(list, undefined, -1)?.id).toBe('c');
  expect(neighbour([], 'a', 1)).toBeNull();
});
