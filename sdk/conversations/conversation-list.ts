import type { AnyConversationEvent as ConversationEvent, ConversationView } from '../../src/contract/index.js';
import { type Observable, View } from '../observe/view.js';
import type { ConversationsApi } from '../rest/conversations-api.js';
import { allPages } from '../rest/all-pages.js';
import { Conversation, type ConversationItem } from './conversation.js';
import type { Typing } from './typing.js';

/** So many unknown ones are cheaper asked for one by one than by the whole list. */
const FEW = 3;

/** Every conversation of the user, the last active first, with unread counts and who is typing. */
export class ConversationList implements Observable<readonly ConversationItem[]> {
  private readonly known = new Map<string, Conversation>();
  private readonly items = new Map<string, ConversationItem>();
  private readonly view = new View<readonly ConversationItem[]>(() => this.build());

  readonly get = this.view.get;
  readonly subscribe = this.view.subscribe;

  constructor(
    private readonly me: string,
    private readonly api: ConversationsApi,
    private readonly typing: Typing,
  ) {}

  /** One row; null when it is not one's own, or not known yet. */
  item(id: string): ConversationItem | null {
    this.get();
    return this.items.get(id) ?? null;
  }

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
    this.view.invalidate();
  }

  remove(id: string): void {
    this.known.delete(id);
    this.changed(id);
  }

  clear(): void {
    this.known.clear();
    this.items.clear();
    this.view.invalidate();
  }

  learn(view: ConversationView): void {
    const conversation = this.state(view.id);
    if (conversation.view && conversation.view.headSeq > view.headSeq) return;
    conversation.view = view;
    this.changed(view.id);
  }

  /** Fetches what is not known of these yet. */
  async ensure(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.known.get(id)?.view);
    if (unknown.length > FEW) {
      for (const view of await allPages((cursor) => this.api.list({ cursor, limit: 200 }))) this.learn(view);
    } else {
      for (const id of unknown) this.learn(await this.api.get(id));
    }
  }

  private build(): readonly ConversationItem[] {
    const items: ConversationItem[] = [];
    for (const conversation of this.known.values()) {
      const item = this.items.get(conversation.id) ?? conversation.item(this.typing.in(conversation.id));
      if (!item) continue;
      this.items.set(conversation.id, item);
      items.push(item);
    }
    return items.sort((a, b) => (a.lastActivityAt < b.lastActivityAt ? 1 : -1));
  }
}
