import type {
  AnyConversationEvent as ConversationEvent,
  ServerEventName,
  ServerEvents,
  AnyUserEvent as UserEvent,
  UserView,
} from '../src/contract/index.js';
import { Books } from './conversations/books.js';
import { ConversationList } from './conversations/conversation-list.js';
import { Counts } from './conversations/counts.js';
import { MemberLists } from './conversations/member-lists.js';
import { Naming } from './conversations/naming.js';
import { PresenceBook } from './conversations/presence-book.js';
import type { UserDirectory } from './conversations/user-directory.js';
import { ReceiptSender } from './conversations/receipt-sender.js';
import { Typing } from './conversations/typing.js';
import { TypingSender } from './conversations/typing-sender.js';
import type { Connection } from './connection/connection.js';
import { Drafts } from './drafts/drafts.js';
import type { ParleyEvents } from './events.js';
import { NotificationBox } from './notifications/notification-box.js';
import type { Emitter } from './observe/emitter.js';
import { QueueShelf } from './queue/queue-shelf.js';
import { SendQueue } from './queue/send-queue.js';
import { Recent } from './recent/recent.js';
import { RecentShelf } from './recent/recent-shelf.js';
import { allPages } from './rest/all-pages.js';
import type { Api } from './rest/api.js';
import type { Store } from './store/store.js';
import { Notices } from './sync/notices.js';
import { Sync, type SyncListener } from './sync/sync.js';
import { messageOf } from './timeline/fold.js';
import { Timelines } from './timeline/timelines.js';

export interface AccountDeps {
  me: UserView;
  api: Api;
  store: Store;
  connection: Connection;
  users: UserDirectory;
  events: Emitter<ParleyEvents>;
  deliveredReceipts: boolean;
  receiptsGatherMs: number;
  pageSize: number;
  keepRecent: boolean;
}

/** Everything that belongs to one signed-in user, wired together. Replaced as a whole when another one signs in. */
export class Account implements SyncListener {
  readonly conversations: ConversationList;
  readonly presence = new PresenceBook(async (userIds) => {
    return (await this.deps.connection.request('presence.get', { userIds })).presence;
  });
  readonly queue: SendQueue;
  readonly drafts: Drafts;
  readonly notifications: NotificationBox;
  readonly sync: Sync;
  readonly typingSender: TypingSender;
  readonly timelines: Timelines;
  readonly memberLists: MemberLists;
  private readonly typing = new Typing((id) => this.conversations.changed(id));
  private readonly receiptSender: ReceiptSender;
  private readonly books: Books;
  readonly naming = new Naming((ids) => this.conversations.ensureAll(ids));
  private readonly notices = new Notices(() => this.askNotices());
  private readonly counts: Counts;
  private readonly recent: Recent | null;

  constructor(private readonly deps: AccountDeps) {
    const { me, api, connection } = deps;
    this.recent = deps.keepRecent ? this.makeRecent() : null;
    const told = () => this.recent?.touch();
    this.conversations = new ConversationList(me.id, api.conversations, api.messages, this.typing, told);
    this.counts = new Counts(this.conversations, api.conversations);
    this.memberLists = new MemberLists(api.conversations);
    this.sync = new Sync(connection, this);
    this.books = new Books(me.id, api.conversations, this.memberLists, (id) => this.timelines.get(id)?.changed());
    this.queue = new SendQueue({
      shelf: new QueueShelf(deps.store, me.id),
      transmit: ({ conversationId, clientMessageId, body, replyToSeq }) =>
        connection.request('message.send', { conversationId, clientMessageId, body, replyToSeq }),
      ready: () => connection.open,
      changed: (id) => this.timelines.get(id)?.changed(),
      refused: (message) => deps.events.emit('failed', message),
      applied: (id, seq) => (this.sync.feeds.get(id)?.applied ?? 0) >= seq,
    });
    this.timelines = new Timelines({
      me: me.id,
      messages: api.messages,
      books: this.books,
      queue: this.queue,
      connection,
      pageSize: deps.pageSize,
      recent: this.recent,
      markRead: (id, seq) => this.markRead(id, seq),
      typingStopped: (id) => this.typingSender.stop(id),
    });
    this.notifications = new NotificationBox(api.notifications);
    this.drafts = new Drafts({
      store: deps.store,
      me: me.id,
      save: (id, draft, keepalive) => api.drafts.save(id, draft, keepalive),
      get: (id) => api.drafts.get(id),
      all: () => allPages((cursor) => api.drafts.list({ cursor, limit: 200 })),
      ready: () => connection.open,
    });
    this.receiptSender = new ReceiptSender({
      request: (event, input) => connection.request(event, input),
      unread: (id) => this.conversations.find(id)?.unread,
      counted: (...answer) => void this.counts.answered(...answer),
      gatherMs: deps.receiptsGatherMs,
    });
    this.typingSender = new TypingSender((event, conversationId) => {
      connection.request(event, { conversationId }).catch(() => undefined);
    });
  }

  /** Takes up what the store kept for this user. */
  async load(): Promise<void> {
    await Promise.all([this.queue.load(), this.drafts.load(), this.recent?.load()]);
    this.conversations.recall(this.recent?.rows ?? []);
  }

  /** Has the store keep now what waits to be kept. */
  async flush(): Promise<void> {
    await Promise.all([this.drafts.flush(), this.recent?.flush()]);
  }

  /** The user leaves this device: what he read goes, what he wrote stays for him. */
  async leave(): Promise<void> {
    this.end();
    await this.recent?.clear();
  }

  /** A socket is open. */
  opened(): void {
    this.sync.opened();
    this.queue.wake();
  }

  closed(): void {
    this.sync.closed();
    this.notices.reset();
    this.naming.stop();
    this.presence.forget();
    this.typing.clear();
  }

  /** Ends it on this side; what is queued stays in the store. */
  end(): void {
    for (const part of [this.queue, this.drafts, this.timelines, this.recent]) part?.close();
    for (const part of [this.receiptSender, this.typing]) part.clear();
    for (const part of [this.counts, this.books, this.naming]) part.stop();
    this.notices.reset();
  }

  received<E extends ServerEventName>(event: E, payload: ServerEvents[E]): void {
    this.handlers[event]?.(payload);
  }

  async markRead(conversationId: string, seq = this.conversations.state(conversationId).appliedSeq): Promise<void> {
    this.conversations.state(conversationId).unread.move({ readSeq: seq });
    this.conversations.changed(conversationId);
    await this.receiptSender.read(conversationId, seq);
  }

  entry(event: ConversationEvent): void {
    const { conversationId } = event;
    this.conversations.apply(event);
    this.memberLists.get(conversationId)?.apply(event);
    this.timelines.get(conversationId)?.apply(event);
    if (event.type === 'messaging.message-sent.v1') {
      const message = messageOf(event);
      if (event.actorId === this.deps.me.id) {
        this.queue.seen(message.clientMessageId, { id: message.id, seq: message.seq, sentAt: message.sentAt });
      } else {
        this.typing.heard(conversationId, event.actorId, false);
        if (this.deps.deliveredReceipts) this.receiptSender.arrived(conversationId, event.seq);
      }
      this.deps.events.emit('message', message);
    }
    this.counts.askIfUncertain(conversationId);
    this.deps.events.emit('entry', event);
  }

  userEntry(event: UserEvent): void {
    if (event.type === 'messaging.cursor-moved.v1') {
      const { conversationId, ...cursor } = event.data;
      this.counts.told(conversationId, null, cursor);
      this.counts.askIfUncertain(conversationId);
    } else if (event.type === 'groups.settings-changed.v1') {
      const { conversationId, ...settings } = event.data;
      this.conversations.configure(conversationId, { ...settings, atSeq: event.seq });
    } else if (event.type === 'messaging.draft-changed.v1') {
      this.drafts.told(event.data.conversationId, event.seq);
    }
    this.notifications.told(event);
    this.deps.events.emit('userEntry', event);
  }

  skipped(conversationId: string, headSeq: number): void {
    const conversation = this.conversations.state(conversationId);
    conversation.appliedSeq = headSeq;
    this.conversations.outdate(conversationId);
    this.memberLists.get(conversationId)?.outdate();
    this.queue.skipped(conversationId);
    this.timelines.get(conversationId)?.skipped();
    this.deps.events.emit('skipped', { conversationId, headSeq });
  }

  userSkipped(headSeq: number): void {
    this.conversations.outdate();
    this.drafts.outdate();
    this.notifications.skipped(headSeq);
  }

  counted(...[id, unread, cursor]: Parameters<SyncListener['counted']>): void {
    this.counts.told(id, unread, cursor);
    const behind = unread.messages > 0 && cursor.deliveredSeq < unread.atSeq;
    if (behind && this.deps.deliveredReceipts) this.receiptSender.arrived(id, unread.atSeq);
  }

  removed(conversationId: string): void {
    const here = this.conversations.remove(conversationId);
    for (const part of [this.timelines, this.memberLists, this.books, this.drafts]) part.remove(conversationId);
    void this.recent?.remove(conversationId);
    // What the list said first, the user's log may say again.
    if (here) this.deps.events.emit('removed', { conversationId });
  }

  epochChanged(): void {
    this.conversations.clear();
    this.drafts.outdate(true);
    this.notifications.outdate();
    this.receiptSender.clear();
    this.deps.events.emit('epochChanged', null);
  }

  resumed(conversationIds: string[]): void {
    const own = new Set(conversationIds);
    for (const id of this.conversations.outlived(own)) this.removed(id);
    void this.recent?.keepOnly(own);
    this.deps.users.confirm().catch(() => undefined);
    this.timelines.recover();
    this.memberLists.resumed();
    void this.books.refresh();
    this.receiptSender.flush();
    this.drafts.resumed();
    this.notifications.resumed();
    this.naming.want(conversationIds);
  }

  private readonly handlers: { [E in ServerEventName]?: (payload: ServerEvents[E]) => void } = {
    event: (event) => this.sync.event(event),
    'user.event': (event) => this.sync.userEvent(event),
    heads: (heads) => {
      this.sync.heads(heads);
      this.notices.heads(heads);
    },
    typing: (heard) => {
      this.typing.heard(heard.conversationId, heard.userId, heard.typing);
      this.deps.events.emit('typing', heard);
    },
    presence: ({ changes }) => {
      this.presence.heard(changes);
      this.deps.events.emit('presence', changes);
    },
    receipts: (heard) => {
      this.books.heard(heard);
      this.deps.events.emit('receipts', heard);
    },
  };

  /** What may have been told to this socket and lost. */
  private async askNotices(): Promise<void> {
    void this.books.refresh();
    const changes = await this.presence.askAgain();
    if (changes.length > 0) this.deps.events.emit('presence', changes);
  }

  private makeRecent(): Recent {
    const { store, me, users } = this.deps;
    return new Recent({
      shelf: new RecentShelf(store, me.id),
      users,
      rows: () => this.conversations.get(),
      newest: (id, most) => this.timelines.get(id)?.newest(most) ?? null,
      receipts: (id) => this.books.open(id).kept,
    });
  }
}
