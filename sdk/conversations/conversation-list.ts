import type {
  AnyConversationEvent as ConversationEvent,
  ConversationSettingsView,
  ConversationView,
} from '../../src/contract/index.js';
import { type Observable, Value, View } from '../observe/view.js';
import type { ConversationsApi, SettingsChange } from '../rest/conversations-api.js';
import { allPages } from '../rest/all-pages.js';
import type { MessagesApi } from '../rest/messages-api.js';
import { Conversation, type ConversationItem } from './conversation.js';
import { previewOf } from './last-message.js';
import { compareConversations } from './order.js';
import type { Typing } from './typing.js';

/** So many unknown ones are cheaper asked for one by one than by the whole list. */
const FEW = 3;

/** Every conversation of the user in the order of `compareConversations`, with unread counts and who is typing. */
export class ConversationList implements Observable<readonly ConversationItem[]> {
  private readonly known = new Map<string, Conversation>();
  private readonly items = new Map<string, ConversationItem>();
  /** Rows of an earlier run, each until the server has told of its conversation. */
  private readonly recalled = new Map<string, ConversationItem>();
  private readonly view = new View<readonly ConversationItem[]>(() => this.build());

  readonly get = this.view.get;
  readonly subscribe = this.view.subscribe;
  readonly onChange = this.view.onChange;
  /** Unread over all conversations: messages of those that are not muted, mentions of all. */
  readonly totals = new View<{ messages: number; mentions: number }>(() => this.sum());

  /** False until the server has given every row: before that, what is not in the list may exist all the same. */
  readonly complete = new Value(false);

  constructor(
    private readonly me: string,
    private readonly api: ConversationsApi,
    private readonly messages: MessagesApi,
    private readonly typing: Typing,
    private readonly told: () => void = () => undefined,
  ) {}

  /** One row; null when it is not one's own, or not known yet. */
  item(id: string): ConversationItem | null {
    this.get();
    return this.items.get(id) ?? this.recalled.get(id) ?? null;
  }

  /** Takes up the rows of an earlier run. */
  recall(rows: readonly ConversationItem[]): void {
    for (const row of rows) this.recalled.set(row.id, { ...row, typing: [], fromDevice: true });
    this.invalidate();
  }

  /** The rows of an earlier run that are none of these conversations. */
  outlived(ids: ReadonlySet<string>): string[] {
    return [...this.recalled.keys()].filter((id) => !ids.has(id));
  }

  /** Of one that is the user's own: what was asked may be answered when it is that no more. */
  find(id: string): Conversation | undefined {
    return this.known.get(id);
  }

  /** Of one that is told of, maybe for the first time. */
  state(id: string): Conversation {
    let conversation = this.known.get(id);
    if (!conversation) this.known.set(id, (conversation = new Conversation(id, this.me)));
    return conversation;
  }

  apply(event: ConversationEvent): void {
    this.state(event.conversationId).apply(event);
    this.changed(event.conversationId);
  }

  changed(id: string): void {
    this.items.delete(id);
    this.invalidate();
  }

  /** Sets what is this user's own in a conversation; his other devices hear of it. What is left out stays as it is. */
  async setSettings(id: string, change: SettingsChange): Promise<void> {
    this.configure(id, await this.api.changeSettings(id, change));
  }

  configure(id: string, settings: ConversationSettingsView): void {
    this.state(id).configure(settings);
    this.changed(id);
  }

  /** Entries were skipped that may have changed this conversation, or any: `ensure` will ask again. */
  outdate(id?: string): void {
    for (const conversation of this.known.values()) if (!id || conversation.id === id) conversation.stale = true;
  }

  /** Answers whether it was here. */
  remove(id: string): boolean {
    const known = this.known.delete(id);
    const recalled = this.recalled.delete(id);
    this.changed(id);
    return known || recalled;
  }

  clear(): void {
    this.known.clear();
    this.items.clear();
    this.recalled.clear();
    this.complete.set(false);
    this.invalidate();
  }

  /** After an absence: every conversation there is. */
  async ensureAll(ids: readonly string[]): Promise<void> {
    // What was left meanwhile is not to be had any more.
    await this.ensure(ids.filter((id) => this.known.has(id)));
    this.complete.set(true);
  }

  private learn(view: ConversationView): void {
    // Unknown: one was removed meanwhile, or its entry in the user's log is still to come.
    this.known.get(view.id)?.learn(view);
    this.recalled.delete(view.id);
    this.changed(view.id);
  }

  /** Fetches what is not known of these yet, or not any more. */
  async ensure(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => this.known.get(id)?.stale ?? true);
    if (unknown.length > FEW) await Promise.all([this.fetchAll(), this.fetchPreviews()]);
    else await Promise.all(unknown.map((id) => this.fetch(id)));
  }

  private async fetchAll(): Promise<void> {
    for (const view of await allPages((cursor) => this.api.list({ cursor, limit: 200 }))) this.learn(view);
  }

  private async fetchPreviews(): Promise<void> {
    for (const { conversationId, ...preview } of await this.api.previews()) {
      this.known.get(conversationId)?.preview(preview);
      this.changed(conversationId);
    }
  }

  private async fetch(id: string): Promise<void> {
    const [view, page] = await Promise.all([this.api.get(id), this.messages.page(id, { limit: 1 })]);
    const [message] = page.messages;
    if (message) this.known.get(id)?.preview({ lastMessage: previewOf(message), atSeq: page.headSeq });
    this.learn(view);
  }

  private invalidate(): void {
    this.view.invalidate();
    this.totals.invalidate();
    this.told();
  }

  private sum(): { messages: number; mentions: number } {
    const total = { messages: 0, mentions: 0 };
    const add = (muted: boolean, unread: { messages: number; mentions: number }) => {
      if (!muted) total.messages += unread.messages;
      total.mentions += unread.mentions;
    };
    for (const { id, muted, unread } of this.known.values()) if (!this.recalled.has(id)) add(muted, unread.value);
    for (const { settings, unread } of this.recalled.values()) add(settings.muted, unread);
    return total;
  }

  private build(): readonly ConversationItem[] {
    const items: ConversationItem[] = [];
    for (const conversation of this.known.values()) {
      const item = this.items.get(conversation.id) ?? conversation.item(this.typing.in(conversation.id));
      if (!item) continue;
      this.items.set(conversation.id, item);
      items.push(item);
    }
    for (const [id, row] of this.recalled) if (!this.items.has(id)) items.push(row);
    return items.sort(compareConversations);
  }
}
