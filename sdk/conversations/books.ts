import type { ServerEvents } from '../../src/contract/index.js';
import type { ConversationsApi } from '../rest/conversations-api.js';
import type { MemberLists } from './member-lists.js';
import { type KeptReceipts, ReceiptBook } from './receipt-book.js';

/** The receipts of the conversations that are looked at: fetched when first asked for, then kept by what is told. */
export class Books {
  private readonly shelf = new Map<string, ReceiptBook>();
  /** Counts refreshes: a later one takes the place of the one before. */
  private refreshing = 0;

  constructor(
    private readonly me: string,
    private readonly api: ConversationsApi,
    private readonly lists: MemberLists,
    private readonly changed: (conversationId: string) => void,
  ) {}

  /** `kept` is what an earlier run knew. */
  open(conversationId: string, kept?: KeptReceipts): ReceiptBook {
    let book = this.shelf.get(conversationId);
    if (!book) {
      this.shelf.set(conversationId, (book = new ReceiptBook(this.me)));
      if (kept) book.recall(kept);
      this.followMembers(conversationId, book);
      this.fetch(conversationId, book).catch(() => undefined);
    }
    return book;
  }

  heard({ conversationId, receipts }: ServerEvents['receipts']): void {
    if (this.shelf.get(conversationId)?.move(receipts)) this.changed(conversationId);
  }

  /**
   * Receipts told while there was no connection are not told again: they are fetched, those of one conversation after those of
   * another, as all who lost their connection at once are back at once too. What was opened last comes first.
   */
  async refresh(): Promise<void> {
    const mine = (this.refreshing += 1);
    for (const [id, book] of [...this.shelf].reverse()) {
      if (this.refreshing !== mine) return;
      if (this.shelf.has(id)) await this.fetch(id, book).catch(() => undefined);
    }
  }

  /** Nothing more is fetched of a refresh that is under way. */
  stop(): void {
    this.refreshing += 1;
  }

  remove(conversationId: string): void {
    this.shelf.delete(conversationId);
  }

  private followMembers(conversationId: string, book: ReceiptBook): void {
    const list = this.lists.open(conversationId);
    const take = () => {
      const { members, loaded } = list.get();
      if (!loaded) return;
      book.members(members);
      this.changed(conversationId);
    };
    list.onChange(take);
    take();
    list.open().catch(() => undefined);
  }

  private async fetch(conversationId: string, book: ReceiptBook): Promise<void> {
    book.told(await this.api.receipts(conversationId));
    this.changed(conversationId);
  }
}
