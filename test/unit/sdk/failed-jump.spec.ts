import { beforeEach, expect, it } from 'vitest';
import { ReceiptBook } from '../../../sdk/conversations/receipt-book.js';
import type { OutgoingMessage } from '../../../sdk/queue/outgoing.js';
import type { PageQuery } from '../../../sdk/timeline/history.js';
import { Timeline } from '../../../sdk/timeline/timeline.js';
import type { MessagePage } from '../../../src/contract/index.js';
import { lastPage, page, sent } from '../../support/held-pages.js';

let asked: PageQuery[];
let answer: MessagePage | null;
let outgoing: OutgoingMessage[];
let timeline: Timeline;
beforeEach(() => {
  asked = [];
  outgoing = [];
  timeline = new Timeline('conversation', {
    me: 'ann',
    pageSize: 50,
    page: async (query) => {
      asked.push(query);
      if (!answer) throw new Error('cut');
      return answer;
    },
    connected: () => true,
    outgoing: () => outgoing,
    receipts: new ReceiptBook('ann'),
    actions: {} as never,
  });
});
const shown = () => timeline.get().items.map((item) => (item.kind === 'local' ? item.key : item.seq));
const write = (clientMessageId: string) => {
  outgoing = [...outgoing, { clientMessageId, state: 'queued' } as OutgoingMessage];
  timeline.changed();
};

it('changes nothing: the end goes on, and no connection leads elsewhere later', async () => {
  answer = lastPage(98, 99);
  await timeline.open();
  answer = null;
  await expect(timeline.openAt(10)).rejects.toThrow('cut');
  timeline.apply(sent(100));
  expect([timeline.get().atEnd, shown()]).toEqual([true, [98, 99, 100]]);
  timeline.recover();
  expect(asked).toHaveLength(2);
});

it('leaves owed what was owed before', async () => {
  answer = page(9, 10, 11);
  await timeline.openAt(10);
  answer = null;
  timeline.skipped();
  await expect.poll(() => timeline.get().loading).toBe(false);
  await expect(timeline.openAt(50)).rejects.toThrow('cut');
  timeline.recover();
  expect(asked.map(({ around }) => around)).toEqual([10, 10, 50, 10]);
});

it('shows what was written at the end of what is here, while the end is wanted and cannot be had', async () => {
  answer = page(9, 10, 11);
  await timeline.openAt(10);
  write('mine');
  expect(shown()).toEqual([9, 10, 11]);
  answer = null;
  await expect(timeline.latest()).rejects.toThrow('cut');
  expect(shown()).toEqual([9, 10, 11, 'mine']);
  await expect(timeline.openAt(50)).rejects.toThrow('cut');
  expect(shown()).toEqual([9, 10, 11, 'mine']);
  await timeline.openAt(11);
  expect(shown()).toEqual([9, 10, 11]);
  await expect(timeline.latest()).rejects.toThrow('cut');
  answer = lastPage(98, 99);
  timeline.recover();
  await expect.poll(shown).toEqual([98, 99, 'mine']);
  answer = page(9, 10, 11);
  await timeline.openAt(10);
  expect(shown()).toEqual([9, 10, 11]);
});
