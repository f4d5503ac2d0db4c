import type { AnyConversationEvent as ConversationEvent, ServerEvents } from '../../src/contract/index.js';
import { allPages } from '../rest/all-pages.js';
import type { ConversationsApi } from '../rest/conversations-api.js';
import { type KeptReceipts, ReceiptBook } from './receipt-book.js';

/** The receipts of the conversations that are looked at: fetched when first asked for, then kept by what is told. */
export class Books {
  private readonly shelf = new Map<string, ReceiptBook>();

  constructor(
    private readonly me: string,
    private readonly api: ConversationsApi,
    private readonly changed: (conversationId: string) => void,
  ) {}

  /** `kept` is what an earlier run knew. */
  open(conversationId: string, kept?: KeptReceipts): ReceiptBook {
    let book = this.shelf.get(conversationId);
    if (!book) {
      this.shelf.set(conversationId, (book = new ReceiptBook(this.me)));
      if (kept) book.recall(kept);
      this.fetch(conversationId, book).catch(() => undefined);
    }
    return book;
  }

  heard({ conversationId, receipts }: ServerEvents['receipts']): void {
    if (this.shelf.get(conversationId)?.move(receipts)) this.changed(conversationId);
  }

  apply(event: ConversationEvent): void {
    const book = this.shelf.get(event.conversationId);
    if (!book) return;
    if (event.type === 'groups.member-added.v1') book.join(event.data.userId, event.seq);
    if (event.type === 'groups.member-removed.v1' || event.type === 'groups.member-left.v1') {
      book.leave(event.data.userId);
    }
    this.changed(event.conversationId);
  }

  /** Receipts told while there was no connection are not told again: fetch them. */
  refresh(): void {
    for (const [id, book] of this.shelf) this.fetch(id, book).catch(() => undefined);
  }

  remove(conversationId: string): void {
    this.shelf.delete(conversationId);
  }

  private async fetch(conversationId: string, book: ReceiptBook): Promise<void> {
    const members = await allPages((cursor) => this.api.members(conversationId, { cursor, limit: 200 }));
    const receipts = await this.api.receipts(conversationId);
    book.members(members);
    book.move(receipts);
    this.changed(conversationId);
  }
}
