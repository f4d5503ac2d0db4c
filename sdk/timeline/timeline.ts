import type { AnyConversationEvent as ConversationEvent, MessagePage, MessageView } from '../../src/contract/index.js';
import type { ReceiptBook } from '../conversations/receipt-book.js';
import { type Observable, View } from '../observe/view.js';
import type { OutgoingMessage, Sending } from '../queue/outgoing.js';
import { mayPass, refusalPauses, waitAfter } from '../refusal.js';
import { History, type PageQuery } from './history.js';
import { ItemCache } from './item-cache.js';
import type { TimelineActions } from './timeline-actions.js';
import type { TimelineItem, TimelineSnapshot } from './timeline-item.js';

export interface TimelineDeps {
  me: string;
  page: (query: PageQuery) => Promise<MessagePage>;
  /** Whether the server can be asked now; `recover` is called when that changes. */
  connected: () => boolean;
  outgoing: () => OutgoingMessage[];
  receipts: ReceiptBook;
  actions: TimelineActions;
  pageSize: number;
  /** The newest page as an earlier run kept it. */
  kept?: readonly MessageView[];
  /** Told of every change. */
  changed?: () => void;
}

/** What a timeline that nobody looks at has of what was said meanwhile. */
const PAGES_KEPT = 4;

/** Where to begin again; without a number at the end. */
interface Place {
  around?: number;
}

/**
 * One conversation as a list to look at: `get` and `subscribe` show it, `older`, `newer`, `openAt` and `latest` move
 * the window, the rest acts on its messages. It follows the log by itself for as long as the client does, whether
 * anybody looks or not; where nobody looks it keeps the newest few pages.
 */
export class Timeline implements Observable<TimelineSnapshot> {
  private readonly history: History;
  private readonly cache: ItemCache;
  private readonly view = new View<TimelineSnapshot>(() => this.build());
  private ready = false;
  private fromDevice = false;
  private loading = 0;
  /** What was asked for last, while its page is on its way. */
  private underWay: Place | null = null;
  /** What was asked for and could not be had, or can't yet; not a jump away from what is shown: that may fail. */
  private owed: Place | null = null;
  /** Numbers were skipped since what is shown was fetched. */
  private stale = false;
  private around: number | undefined;
  /** How many rows there were when somebody who does not look had last asked for a page. */
  private asked = 0;
  private restarting: Promise<void> = Promise.resolve();
  private readonly pauses = refusalPauses();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  readonly get = this.view.get;
  readonly subscribe = this.view.subscribe;
  readonly onChange = this.view.onChange;

  constructor(
    readonly conversationId: string,
    private readonly deps: TimelineDeps,
  ) {
    this.history = new History(deps.page, () => this.changed(), deps.pageSize);
    this.cache = new ItemCache(deps.me, deps.receipts);
    if (deps.kept) {
      this.history.recall(deps.kept);
      this.ready = this.fromDevice = true;
    }
  }

  /** Shows the newest messages. Fails with the page's error; it is then tried again when that may succeed, and after a reconnect. */
  open(): Promise<void> {
    if (this.ready && this.history.attached && !this.stale) return this.stay();
    this.owed = {};
    return this.restart();
  }

  /** Shows the part around a message; `newer` or `latest` lead back to the end. Failing, it leaves what is shown as it is. */
  openAt(seq: number): Promise<void> {
    if (this.ready && !this.fromDevice && this.history.window.at(seq)) return this.stay(seq);
    if (!this.ready) this.owed = { around: seq };
    else if (this.fromDevice) this.owed ??= {};
    return this.restart(seq);
  }

  latest(): Promise<void> {
    return this.open();
  }

  /** Does nothing while what is shown is what the device kept. */
  older(): Promise<void> {
    if (this.fromDevice) return Promise.resolve();
    return this.busy(() => this.history.older());
  }

  newer(): Promise<void> {
    return this.busy(() => this.history.newer());
  }

  /** Forgets the oldest (or the newest) rows beyond `keep`, to give memory back; `older` and `newer` bring them again. */
  trim(keep: number, end: 'oldest' | 'newest' = 'oldest'): void {
    if (!this.loading) this.history.trim(keep, end);
  }

  /** The newest messages, in their order; null while what is shown is not known to reach the end. */
  newest(most: number): MessageView[] | null {
    return this.history.attached ? this.history.window.newest(most) : null;
  }

  /** Queues a message. It is shown at once; `sent` settles with the server's answer. */
  send(body: string, options: { replyToSeq?: number } = {}): Sending {
    return this.deps.actions.send(body, options);
  }

  retry(clientMessageId: string): Sending {
    return this.deps.actions.retry(clientMessageId);
  }

  discard(clientMessageId: string): boolean {
    return this.deps.actions.discard(clientMessageId);
  }

  edit(seq: number, body: string): Promise<void> {
    return this.deps.actions.edit(seq, body);
  }

  /** Deletes for everybody: the number stays, the content goes. */
  delete(seq: number): Promise<void> {
    return this.deps.actions.delete(seq);
  }

  react(seq: number, emoji: string): Promise<void> {
    return this.deps.actions.react(seq, emoji);
  }

  unreact(seq: number, emoji: string): Promise<void> {
    return this.deps.actions.unreact(seq, emoji);
  }

  /** The user has seen everything up to `seq`; without it, everything that is here. */
  markRead(seq?: number): Promise<void> {
    return this.deps.actions.markRead(seq);
  }

  /** How far each member has got, for "seen by". */
  seenBy(seq: number): Array<{ userId: string; deliveredSeq: number; readSeq: number }> {
    return this.deps.receipts.reached(seq);
  }

  /** @internal The next entry of the log. */
  apply(event: ConversationEvent): void {
    this.history.apply(event);
    this.letGo();
  }

  /** @internal Numbers were skipped: what is shown may be stale. */
  skipped(): void {
    this.history.detach();
    this.stale = this.ready && !this.fromDevice;
    this.recover();
  }

  /** @internal The connection is back: fetch what could not be fetched. */
  recover(): void {
    const wish = this.underWay ?? this.debt;
    if (wish) this.restart(wish.around).catch(() => undefined);
  }

  /** @internal Nobody is to see it any more: nothing is fetched but what is asked for. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** @internal Something beside the log changed: an outgoing message, a receipt. */
  changed(): void {
    this.view.invalidate();
    this.deps.changed?.();
  }

  /** Every conversation ever opened follows its log: where nobody looks, what is old and was not asked for makes room. */
  private letGo(): void {
    const { history, deps } = this;
    if (this.view.watched || this.loading || !history.attached) return;
    const keep = Math.max(PAGES_KEPT * deps.pageSize, this.asked);
    if (history.window.size > keep + deps.pageSize) history.trim(keep);
  }

  /** Where to begin again: at what was asked for while it is shown, else in the middle; undefined at the end. */
  private place(): number | undefined {
    const { rows, window, hasMoreAfter } = this.history;
    if (!hasMoreAfter) return undefined;
    return this.around !== undefined && window.at(this.around) ? this.around : rows[window.size >> 1]?.seq;
  }

  /** What is to be had when nothing is under way. */
  private get debt(): Place | null {
    return this.owed ?? (this.stale ? { around: this.place() } : null);
  }

  /** What was asked for is here: no page that is on its way or owed may lead away from it. What is stale is still to be had. */
  private stay(around?: number): Promise<void> {
    if (this.underWay) this.history.abandon();
    this.underWay = this.owed = null;
    this.restarting = Promise.resolve();
    this.around = around;
    this.changed();
    this.recover();
    return Promise.resolve();
  }

  /** Settles with what was asked for last: the page before it is dropped when another is asked for meanwhile. */
  private restart(around?: number): Promise<void> {
    clearTimeout(this.timer);
    const wish = (this.underWay = { around });
    return (this.restarting = this.begin(wish));
  }

  private async begin(wish: Place): Promise<void> {
    try {
      await this.busy(() => this.history.restart(wish.around));
    } catch (error) {
      if (this.underWay === wish) {
        this.underWay = null;
        this.recoverAfter(error);
        throw error;
      }
    }
    if (this.underWay !== wish) return this.restarting;
    this.around = wish.around;
    this.ready = true;
    this.fromDevice = this.stale = false;
    this.underWay = this.owed = null;
    this.pauses.reset();
    this.changed();
  }

  /** While the connection lives, nothing else need come that has it fetched. */
  private recoverAfter(error: unknown): void {
    if (this.closed || !mayPass(error)) return;
    this.timer = setTimeout(() => this.deps.connected() && this.recover(), waitAfter(error, this.pauses));
  }

  private async busy(act: () => Promise<void>): Promise<void> {
    this.loading += 1;
    this.changed();
    try {
      await act();
      // Who reads pages without being told of changes is to find them.
      if (!this.view.watched) this.asked = this.history.window.size;
    } finally {
      this.loading -= 1;
      this.changed();
    }
  }

  /** Without those whose entry is here already through a page, before the queue has heard of it. */
  private outgoing(items: readonly TimelineItem[]): OutgoingMessage[] {
    const waiting = this.deps.outgoing();
    if (waiting.length === 0) return waiting;
    const here = new Set(items.map(({ key }) => key));
    return waiting.filter(({ clientMessageId }) => !here.has(clientMessageId));
  }

  private build(): TimelineSnapshot {
    const { history } = this;
    const items: TimelineItem[] = history.rows.map((row) => this.cache.item(row));
    const wantsEnd = this.owed !== null && this.owed.around === undefined;
    if (!history.hasMoreAfter || wantsEnd) {
      for (const local of this.outgoing(items)) {
        items.push({ kind: 'local', key: local.clientMessageId, local, mine: true, state: local.state });
      }
    }
    return {
      conversationId: this.conversationId,
      items,
      ready: this.ready,
      hasMoreBefore: history.hasMoreBefore,
      hasMoreAfter: history.hasMoreAfter,
      atEnd: history.attached,
      loading: this.loading > 0,
      fromDevice: this.fromDevice,
    };
  }
}
