import { beforeEach, expect, it } from 'vitest';
import { ReceiptBook } from '../../../sdk/conversations/receipt-book.js';
import type { PageQuery } from '../../../sdk/timeline/history.js';
import { Timeline } from '../../../sdk/timeline/timeline.js';
import type { MessagePage, MessageView } from '../../../src/contract/index.js';

const message = (seq: number) => ({ id: `m${seq}`, clientMessageId: `c${seq}`, seq, authorId: 'bob' }) as MessageView;
const page = (...seqs: number[]) =>
  ({ messages: seqs.map(message), hasMoreBefore: true, hasMoreAfter: true }) as unknown as MessagePage;

let asked: Array<{ query: PageQuery; answer: (page: MessagePage) => void; fail: (error: Error) => void }>;
let timeline: Timeline;
beforeEach(() => {
  asked = [];
  timeline = new Timeline('conversation', {
    me: 'ann',
    pageSize: 50,
    page: (query) => new Promise((answer, fail) => asked.push({ query, answer, fail })),
    outgoing: () => [],
    receipts: new ReceiptBook('ann'),
    actions: {} as never,
    kept: [message(900)],
  });
});
const shown = () => timeline.get().items.map((item) => item.kind === 'message' && item.seq);

it('shows the message that was asked for, also when it turns out meanwhile that numbers were skipped', async () => {
  const opening = timeline.openAt(10);
  timeline.skipped();
  expect(asked.map(({ query }) => query.around)).toEqual([10, 10]);
  asked[0]!.answer(page(9, 10, 11));
  let open = false;
  void opening.then(() => (open = true));
  await new Promise(setImmediate);
  expect([open, timeline.get().fromDevice, shown()]).toEqual([false, true, [900]]);
  asked[1]!.answer(page(9, 10, 11, 12));
  await opening;
  expect([timeline.get().fromDevice, shown()]).toEqual([false, [9, 10, 11, 12]]);
  timeline.skipped();
  expect(asked[2]!.query.around).toBe(10);
});

it('fails with what was asked for last, and only with that', async () => {
  const opening = timeline.openAt(10);
  timeline.skipped();
  asked[0]!.fail(new Error('cut'));
  asked[1]!.answer(page(10));
  await opening;
  timeline.skipped();
  expect(asked[2]!.query.around).toBe(10);
  asked[2]!.fail(new Error('cut'));
  await new Promise(setImmediate);
  timeline.recover();
  expect(asked[3]!.query.around).toBe(10);
  asked[3]!.answer(page(10, 11));
  await new Promise(setImmediate);
  expect(shown()).toEqual([10, 11]);
});

it('keeps the item of a message that the server has as the device had it', async () => {
  const [kept] = timeline.get().items;
  const opening = timeline.open();
  asked[0]!.answer({ ...page(899, 900), hasMoreAfter: false });
  await opening;
  expect(timeline.get().items[1]).toBe(kept);
  const changed = { ...message(900), body: 'anew' };
  timeline.skipped();
  asked[1]!.answer({ ...page(899), messages: [message(899), changed], hasMoreAfter: false });
  await expect.poll(() => timeline.get().items[1]).toMatchObject({ message: changed });
});
