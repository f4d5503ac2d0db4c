import type { MessageView, ReceiptView, UserView } from '../../src/contract/index.js';
import type { ConversationItem } from '../conversations/conversation.js';
import type { Store } from '../store/store.js';

/** The newest page of one conversation with what it takes to show it: who wrote, and how far the others have got. */
export interface KeptPage {
  savedAt: number;
  /** By number, the newest last. */
  messages: MessageView[];
  members: Array<{ userId: string; joinedSeq: number }>;
  receipts: ReceiptView[];
  users: UserView[];
}

export interface KeptList {
  rows: ConversationItem[];
  users: UserView[];
}

/** What is kept at most: rows of the list, pages of conversations, messages of a page. */
export const MOST = { rows: 200, pages: 30, messages: 50 };

/** Of the form in which things are kept: what another version of this library wrote is of no use. */
const VERSION = 1;

/** Nobody is here: what anybody read goes. */
export async function forgetReading(store: Store): Promise<void> {
  for (const [key] of await store.entries('recent/')) await store.delete(key);
}

/** The part of the store with what one user saw last: one key for the list, one per conversation. */
export class RecentShelf {
  readonly pages = new Map<string, KeptPage>();
  list: KeptList = { rows: [], users: [] };

  constructor(
    private readonly store: Store,
    private readonly me: string,
  ) {}

  /** Takes up what is kept for this user. What is there of anybody else, or of another version, goes. */
  async load(): Promise<void> {
    const own = this.key('');
    for (const [key, value] of await this.store.entries('recent/')) {
      const kept = value as { version: number };
      if (!key.startsWith(own) || kept.version !== VERSION) await this.store.delete(key);
      else if (key === this.key('list')) this.list = value as KeptList;
      else this.pages.set(key.slice(this.key('page/').length), value as KeptPage);
    }
    await this.prune();
  }

  async putList(list: KeptList): Promise<void> {
    this.list = list;
    await this.store.set(this.key('list'), { version: VERSION, ...list });
  }

  async putPage(conversationId: string, page: KeptPage): Promise<void> {
    this.pages.set(conversationId, page);
    await this.store.set(this.key(`page/${conversationId}`), { version: VERSION, ...page });
    await this.prune();
  }

  async removePage(conversationId: string): Promise<void> {
    this.pages.delete(conversationId);
    await this.store.delete(this.key(`page/${conversationId}`));
  }

  /** Everything, what other tabs put there included. */
  async clear(): Promise<void> {
    this.pages.clear();
    this.list = { rows: [], users: [] };
    for (const [key] of await this.store.entries(this.key(''))) await this.store.delete(key);
  }

  private async prune(): Promise<void> {
    const byAge = [...this.pages].sort(([, a], [, b]) => b.savedAt - a.savedAt);
    for (const [id] of byAge.slice(MOST.pages)) await this.removePage(id);
  }

  private key(what: string): string {
    return `recent/${this.me}/${what}`;
  }
}
