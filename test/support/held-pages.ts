import { ReceiptBook } from '../../sdk/conversations/receipt-book.js';
import type { PageQuery } from '../../sdk/timeline/history.js';
import { Timeline } from '../../sdk/timeline/timeline.js';
import type { AnyConversationEvent, MessagePage, MessageView } from '../../src/contract/index.js';

export const message = (seq: number): MessageView =>
  ({ id: `m${seq}`, clientMessageId: `c${seq}`, seq, authorId: 'bob' }) as MessageView;
/** A page in the middle of the history, or at its end. */
export const page = (...seqs: number[]): MessagePage =>
  ({ messages: seqs.map(message), hasMoreBefore: true, hasMoreAfter: true }) as unknown as MessagePage;
export const lastPage = (...seqs: number[]): MessagePage => ({ ...page(...seqs), hasMoreAfter: false });
export const sent = (seq: number): AnyConversationEvent =>
  ({
    type: 'messaging.message-sent.v1',
    seq,
    actorId: 'bob',
    data: { messageId: `m${seq}`, clientMessageId: `c${seq}` },
  }) as unknown as AnyConversationEvent;

interface Asked {
  query: PageQuery;
  answer: (page: MessagePage) => void;
  fail: (error: Error) => void;
}

/** A timeline whose pages are answered by the test, one by one. */
export function heldPages(kept?: MessageView[]) {
  const asked: Asked[] = [];
  const connection = { open: true };
  const timeline = new Timeline('conversation', {
    me: 'ann',
    pageSize: 50,
    page: (query) => new Promise((answer, fail) => asked.push({ query, answer, fail })),
    connected: () => connection.open,
    outgoing: () => [],
    receipts: new ReceiptBook('ann'),
    actions: {} as never,
    kept,
  });
  const shown = () => timeline.get().items.map((item) => item.kind === 'message' && item.seq);
  return { timeline, asked, shown, connection };
}

/** What was answered has been taken up. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
