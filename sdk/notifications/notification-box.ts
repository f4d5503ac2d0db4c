import type { AnyUserEvent as UserEvent, NotificationPage, NotificationView } from '../../src/contract/index.js';
import { type Observable, View } from '../observe/view.js';
import type { NotificationsApi } from '../rest/notifications-api.js';

export interface NotificationSnapshot {
  /** Newest first, as far as they were loaded. */
  readonly items: readonly NotificationView[];
  /** By the server's count; null until it is known. */
  readonly unread: number | null;
  /** Whether older ones can be loaded. */
  readonly hasMore: boolean;
}

type Told = Extract<UserEvent, { type: `notifications.${string}` }>;

const PAGE = 50;

/**
 * What this user was mentioned in, written to or invited to: pages of the server's list with the entries of the user's own
 * log folded in, so that it is live. `open` it once; from then on it keeps itself up to date over reconnects.
 */
export class NotificationBox implements Observable<NotificationSnapshot> {
  private items: NotificationView[] = [];
  private unread: number | null = null;
  private cursor: string | undefined;
  private opened = false;
  private outdated = true;
  private atSeq = 0;
  /** Entries that came while a page was on its way: the page may have been read before them. */
  private meanwhile: Told[] = [];
  private loading: Promise<void> | null = null;
  private readonly view = new View<NotificationSnapshot>(() => this.picture());

  readonly get = this.view.get;
  readonly subscribe = this.view.subscribe;
  readonly onChange = this.view.onChange;

  constructor(private readonly api: NotificationsApi) {}

  /** Loads the newest page and the count; once is enough. */
  async open(): Promise<void> {
    this.opened = true;
    while (this.outdated) {
      // What is on its way may be from before what made it outdated, and what fails there is told there.
      if (this.loading) await this.loading.catch(() => undefined);
      else await this.load(() => this.loadNewest());
    }
  }

  /** Loads the next older page. */
  async more(): Promise<void> {
    if (this.cursor !== undefined) await this.load(() => this.loadOlder(this.cursor!));
  }

  /** Takes one as read. */
  async read(id: string): Promise<void> {
    await this.api.read(id);
  }

  async readAll(): Promise<void> {
    await this.api.readAll();
  }

  /** An entry of the user's log. */
  told(event: UserEvent): void {
    if (!isTold(event)) return;
    if (this.loading) this.meanwhile.push(event);
    else if (this.unread !== null) this.fold(event);
  }

  /** Entries up to `headSeq` are not told: a page that is older, or may be, lacks what they say. */
  skipped(headSeq: number): void {
    if (this.loading || this.atSeq < headSeq) this.outdated = true;
  }

  /** The numbers of before mean nothing any more. */
  outdate(): void {
    this.outdated = true;
    this.atSeq = 0;
  }

  /** The connection stands again. */
  resumed(): void {
    if (this.opened) this.open().catch(() => undefined);
  }

  private load(page: () => Promise<void>): Promise<void> {
    return (this.loading ??= page().finally(() => {
      this.loading = null;
      for (const event of this.meanwhile.splice(0)) if (this.unread !== null) this.fold(event);
      this.view.invalidate();
    }));
  }

  private async loadNewest(): Promise<void> {
    this.outdated = false;
    try {
      const page = await this.api.list({ limit: PAGE });
      this.items = page.items;
      this.accept(page);
    } catch (error) {
      this.outdated = true;
      throw error;
    }
  }

  private async loadOlder(cursor: string): Promise<void> {
    const page = await this.api.list({ cursor, limit: PAGE });
    // Reloaded from the top meanwhile: this page follows no more.
    if (cursor !== this.cursor) return;
    const known = new Set(this.items.map((item) => item.id));
    this.items = [...this.items, ...page.items.filter((item) => !known.has(item.id))];
    // Its count is newer than its place among entries that are still to be folded: they carry their own.
    this.cursor = page.nextCursor;
  }

  private accept({ unread, atSeq, nextCursor }: NotificationPage): void {
    this.unread = unread;
    this.atSeq = atSeq;
    this.cursor = nextCursor;
  }

  private fold(event: Told): void {
    if (event.seq <= this.atSeq) return;
    this.atSeq = event.seq;
    this.unread = event.data.unread;
    if (event.type === 'notifications.added.v1') this.add(event.data.notifications);
    else if (event.type === 'notifications.withdrawn.v1') this.withdraw(event.data.notificationIds);
    else this.mark(event.data.notificationIds, event.at);
    this.view.invalidate();
  }

  private add(added: Extract<Told, { type: 'notifications.added.v1' }>['data']['notifications']): void {
    const known = new Set(this.items.map((item) => item.id));
    const fresh = added
      .filter(({ notificationId }) => !known.has(notificationId))
      .map(({ notificationId: id, kind, conversationId, conversationSeq: seq, actorId, at: createdAt }) => {
        return { id, kind, conversationId, seq, actorId, createdAt, readAt: null };
      });
    // The order of ids is that of time; an entry that was looked at late belongs further down.
    this.items = [...fresh, ...this.items].sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  private withdraw(ids: readonly string[]): void {
    this.items = this.items.filter((item) => !ids.includes(item.id));
  }

  private mark(ids: readonly string[] | 'all', readAt: string): void {
    this.items = this.items.map((item) =>
      item.readAt === null && (ids === 'all' || ids.includes(item.id)) ? { ...item, readAt } : item,
    );
  }

  private picture(): NotificationSnapshot {
    return { items: this.items, unread: this.unread, hasMore: this.cursor !== undefined };
  }
}

const isTold = (event: UserEvent): event is Told => event.type.startsWith('notifications.');
