import type { MessageView } from '../../src/contract/index.js';
import type { KeptReceipts } from '../conversations/receipt-book.js';
import type { ConversationItem } from '../conversations/conversation.js';
import type { UserDirectory } from '../conversations/user-directory.js';
import { type KeptPage, MOST, type RecentShelf } from './recent-shelf.js';

export interface RecentDeps {
  shelf: RecentShelf;
  users: UserDirectory;
  rows: () => readonly ConversationItem[];
  /** The newest messages, in their order; null while they are not known to be the newest. */
  newest: (conversationId: string, most: number) => MessageView[] | null;
  receipts: (conversationId: string) => KeptReceipts;
}

/** What changes within this time is written once. */
const GATHER_MS = 1_000;

/**
 * What this device shows before the server has said anything: the list and the newest page of the conversations opened
 * last, written down as they change. A picture of what was once true, never a source for the log: the first answer of the
 * server replaces it as a whole.
 */
export class Recent {
  private readonly changed = new Set<string>();
  private listChanged = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private closed = false;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: RecentDeps) {}

  /** Takes up what is kept; a store that cannot be read has nothing. */
  async load(): Promise<void> {
    const { shelf, users } = this.deps;
    await shelf.load().catch(() => undefined);
    for (const kept of [shelf.list, ...shelf.pages.values()]) users.recall(kept.users);
  }

  get rows(): readonly ConversationItem[] {
    return this.deps.shelf.list.rows;
  }

  page(conversationId: string): KeptPage | undefined {
    return this.deps.shelf.pages.get(conversationId);
  }

  /** The list shows something else, or with an id: the timeline of that conversation does. */
  touch(conversationId?: string): void {
    if (this.closed) return;
    if (conversationId === undefined) this.listChanged = true;
    else this.changed.add(conversationId);
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Writes now what waits. What the store refuses (it is full) is tried again with the next change. */
  flush(): Promise<void> {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    const { shelf } = this.deps;
    const writes = [...this.changed].map((id) => this.writePage(id));
    if (this.listChanged) writes.push(shelf.putList(this.list()));
    this.changed.clear();
    this.listChanged = false;
    return (this.writing = Promise.allSettled([this.writing, ...writes]).then(() => undefined));
  }

  /** The user is a member of these alone. */
  async keepOnly(conversationIds: ReadonlySet<string>): Promise<void> {
    const gone = [...this.deps.shelf.pages.keys()].filter((id) => !conversationIds.has(id));
    await Promise.all(gone.map((id) => this.remove(id)));
  }

  async remove(conversationId: string): Promise<void> {
    this.changed.delete(conversationId);
    await this.deps.shelf.removePage(conversationId).catch(() => undefined);
  }

  /** Nothing more is written. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer ?? undefined);
  }

  /** The user leaves this device, and what he read with him. */
  async clear(): Promise<void> {
    this.close();
    await this.writing;
    await this.deps.shelf.clear();
  }

  private async writePage(conversationId: string): Promise<void> {
    const { shelf, newest, receipts } = this.deps;
    const messages = newest(conversationId, MOST.messages);
    if (!messages) return;
    const users = this.known(messages.map(({ authorId }) => authorId));
    await shelf.putPage(conversationId, { savedAt: Date.now(), messages, users, ...receipts(conversationId) });
  }

  private list() {
    const rows = this.deps.rows().slice(0, MOST.rows);
    return { rows, users: this.known(rows.flatMap((row) => [row.peerId, row.lastMessage?.authorId ?? null])) };
  }

  private known(userIds: Array<string | null>) {
    const known = this.deps.users.view.get();
    return [...new Set(userIds)].flatMap((id) => known.get(id ?? '') ?? []);
  }
}
