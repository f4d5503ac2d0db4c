import { beforeEach, expect, it } from 'vitest';
import { ReceiptBook } from '../../../sdk/conversations/receipt-book.js';
import type { PageQuery } from '../../../sdk/timeline/history.js';
import { Timeline } from '../../../sdk/timeline/timeline.js';
import type { AnyConversationEvent, MessagePage, MessageView } from '../../../src/contract/index.js';

const PAGE = 50;
const message = (seq: number) => ({ id: `m${seq}`, clientMessageId: `c${seq}`, seq, authorId: 'bob' }) as MessageView;
const sent = (seq: number) =>
  ({ seq, actorId: 'bob', type: 'messaging.message-sent.v1', data: { messageId: `m${seq}` } }) as AnyConversationEvent;
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

let head: number;
let timeline: Timeline;
beforeEach(async () => {
  head = 500;
  timeline = new Timeline('conversation', {
    me: 'ann',
    pageSize: PAGE,
    page: async ({ before = head + 1, limit = PAGE }: PageQuery) => {
      const from = Math.max(1, before - limit);
      const messages = numbers(from, before - 1).map(message);
      return { messages, hasMoreBefore: from > 1, hasMoreAfter: false } as unknown as MessagePage;
    },
    connected: () => true,
    outgoing: () => [],
    receipts: new ReceiptBook('ann'),
    actions: {} as never,
  });
  await timeline.open();
});
const live = (to: number) => {
  while (head < to) timeline.apply(sent((head += 1)));
};
const shown = () => timeline.get().items.map((item) => item.kind === 'message' && item.seq);

it('keeps the newest pages of what nobody looks at, and has the rest again without a hole', async () => {
  live(10_500);
  expect(shown().length).toBeLessThanOrEqual(5 * PAGE);
  expect(shown().length).toBeGreaterThanOrEqual(4 * PAGE);
  expect(shown()).toEqual(numbers(head - shown().length + 1, head));
  expect(timeline.get()).toMatchObject({ hasMoreBefore: true, atEnd: true });
  while (timeline.get().hasMoreBefore) await timeline.older();
  expect(shown()).toEqual(numbers(1, head));
});

it('leaves what somebody looks at, or asked for, as it is', async () => {
  const off = timeline.onChange(() => undefined);
  live(2_000);
  expect(shown()).toEqual(numbers(451, 2_000));
  off();
  live(2_001);
  expect(shown()).toEqual(numbers(1_802, 2_001));
  for (let pages = 0; pages < 10; pages += 1) await timeline.older();
  live(2_030);
  expect(shown()).toEqual(numbers(1_302, 2_030));
});

it('gives the newest messages, and only those', () => {
  expect(timeline.newest(3)?.map(({ seq }) => seq)).toEqual([498, 499, 500]);
  expect(timeline.newest(1_000)).toHaveLength(PAGE);
});
