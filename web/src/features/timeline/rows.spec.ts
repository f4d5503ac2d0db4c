import { expect, it } from 'vitest';
import type { MessageView, TimelineItem } from '../../../../sdk/index.js';
import { rowsOf } from './rows.js';

function item(seq: number, authorId: string, minute: number, replyToSeq: number | null = null): TimelineItem {
  const sentAt = new Date(2026, 10, 26, 9, minute).toISOString();
  const message = { seq, authorId, sentAt, replyToSeq } as MessageView;
  if (authorId !== 'me') return { kind: 'message', key: `${seq}`, seq, message, mine: false };
  return { kind: 'message', key: `${seq}`, seq, message, mine: true, state: 'sent' };
}

it('groups what one author wrote within five minutes, but not an answer', () => {
  const items = [item(1, 'a', 0), item(2, 'a', 4), item(3, 'a', 9), item(4, 'b', 9), item(5, 'b', 9, 1)];
  expect(rowsOf(items, null).map((row) => row.continued)).toEqual([false, true, false, false, false]);
});

it('begins each day anew', () => {
  const items = [item(1, 'a', 14 * 60 + 58), item(2, 'a', 15 * 60 + 1)];
  expect(rowsOf(items, null).map((row) => [row.newDay, row.continued])).toEqual([
    [true, false],
    [true, false],
  ]);
});

it('puts the divider before the first message of another that was unread', () => {
  const items = [item(1, 'a', 0), item(2, 'me', 1), item(3, 'a', 2), item(4, 'a', 2)];
  expect(rowsOf(items, 1).map((row) => row.firstUnread)).toEqual([false, false, true, false]);
  expect(rowsOf(items, null).some((row) => row.firstUnread)).toBe(false);
  expect(rowsOf(items, 9).some((row) => row.firstUnread)).toBe(false);
});
