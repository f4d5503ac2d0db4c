import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Account } from '../../../sdk/account.js';
import { UserDirectory } from '../../../sdk/conversations/user-directory.js';
import { ParleyError } from '../../../sdk/errors.js';
import { Emitter } from '../../../sdk/observe/emitter.js';
import { MemoryStore } from '../../../sdk/store/memory-store.js';
import type { AnyUserEvent } from '../../../src/contract/index.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const unread = { messages: 5, mentions: 2, atSeq: 10 };
const cursor = { deliveredSeq: 10, readSeq: 0 };
/** Another device has read a part: how much is left only the server knows. */
const readInPart = {
  seq: 1,
  type: 'messaging.cursor-moved.v1',
  data: { conversationId: 'x', deliveredSeq: 10, readSeq: 4 },
} as AnyUserEvent;

/** Somebody with unread messages in one conversation, and a server that answers when it is told to. */
function reader() {
  const answers: Array<(value: unknown) => void> = [];
  const ask = () => new Promise((resolve) => answers.push(resolve));
  const gone = () => Promise.reject(new ParleyError({ code: 'groups.not_found', title: '', status: 404 }));
  const account = new Account({
    me: { id: 'ann' },
    api: {
      conversations: { unread: ask, get: gone },
      messages: { page: gone },
      drafts: { list: gone },
    },
    connection: { open: true, request: ask },
    store: new MemoryStore(),
    users: new UserDirectory(() => Promise.resolve([])),
    events: new Emitter(),
    receiptsGatherMs: 1_000,
    deliveredReceipts: true,
  } as never);
  account.counted('x', unread, cursor);
  return { account, answers };
}

it.each([
  [
    'counted again',
    (account: Account) => account.userEntry(readInPart),
    [{ conversationId: 'x', ...cursor, ...unread }],
  ],
  ['read', (account: Account) => account.markRead('x', 4), { ...cursor, unread }],
])('is not in the totals again when it is answered that it was %s', async (_, act, answer) => {
  const { account, answers } = reader();
  void act(account);
  await vi.advanceTimersByTimeAsync(1_000);
  account.removed('x');
  answers[0]!(answer);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(account.conversations.totals.get()).toEqual({ messages: 0, mentions: 0 });
  account.end();
});

it('is not told of as delivered', async () => {
  const { account, answers } = reader();
  account.counted('x', unread, { deliveredSeq: 0, readSeq: 0 });
  account.removed('x');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(answers).toEqual([]);
  account.end();
});

it('does not keep the list from ever being complete', async () => {
  const { account } = reader();
  account.resumed(['x']);
  account.removed('x');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(account.conversations.complete.get()).toBe(true);
  account.end();
});
