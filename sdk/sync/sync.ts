import type {
  AnyConversationEvent as ConversationEvent,
  ConversationResume,
  CursorView,
  ResumeResult,
  ServerEvents,
  UnreadView,
  UserEntries,
  AnyUserEvent as UserEvent,
} from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { CatchUp } from './catch-up.js';
import { Feed } from './feed.js';
import { pauseAfter, refusalPauses, refusedForNow } from '../refusal.js';
import { Sequence } from './sequence.js';
import type { SyncLink } from './sync-link.js';

/** What the rest of the library hears. Entries come exactly once per number and in order. */
export interface SyncListener {
  entry: (event: ConversationEvent) => void;
  userEntry: (event: UserEvent) => void;
  /** Entries of the user's own log up to `headSeq` are not told: those that were skipped, and at first all there are. */
  userSkipped: (headSeq: number) => void;
  /** The numbers up to `headSeq` were skipped: fetch pages. */
  skipped: (conversationId: string, headSeq: number) => void;
  counted: (conversationId: string, unread: UnreadView, cursor: CursorView) => void;
  removed: (conversationId: string) => void;
  /** Another history: no number and no message from before means anything any more. */
  epochChanged: () => void;
  /** A resume is complete; `conversationIds` are all this user is a member of. */
  resumed: (conversationIds: string[]) => void;
}

const RESUME_TIMEOUT_MS = 30_000;
/** An entry may be a moment behind the heads that tell of it; asking at once would ask for what is on its way. */
const HEADS_GRACE_MS = 300;

/**
 * Brings every conversation's log here completely and in order, and proves it by number: resumes when a socket opens,
 * takes live entries, fetches holes, compares heads, resets where the server says so.
 */
export class Sync {
  readonly feeds = new Map<string, Feed>();
  private readonly user = new Sequence<UserEvent>();
  private readonly catchUp: CatchUp;
  private epoch: string | null = null;
  private resuming: Promise<void> | null = null;
  private again = false;
  private readonly refusals = refusalPauses();

  constructor(
    private readonly connection: SyncLink,
    private readonly listener: SyncListener,
  ) {
    this.catchUp = new CatchUp(connection, {
      take: (feed, events) => this.take(feed, events),
      lost: (feed) => this.forget(feed),
    });
  }

  opened(): void {
    this.connection.progress(0, Math.max(1, this.feeds.size));
    void this.resume();
  }

  closed(): void {
    this.catchUp.stop();
  }

  /** Asks where everything stands, with the positions of now. Calls made meanwhile share one more round. */
  resume(): Promise<void> {
    if (this.resuming) this.again = true;
    return (this.resuming ??= this.ask().finally(() => {
      this.resuming = null;
      if (this.again && this.connection.open) void this.resume();
      this.again = false;
    }));
  }

  event(event: ConversationEvent): void {
    const feed = this.feed(event.conversationId);
    this.take(feed, [event]);
    if (feed.sequence.hole) this.catchUp.fetch(feed);
  }

  userEvent(event: UserEvent): void {
    this.takeUser([event]);
    if (this.user.hole) void this.resume();
  }

  heads(heads: ServerEvents['heads']): void {
    if (this.epoch !== null && heads.epoch !== this.epoch) return void this.resume();
    setTimeout(() => this.compare(heads), HEADS_GRACE_MS);
  }

  /** Another account, or another history. */
  restart(): void {
    this.feeds.clear();
    this.user.restart();
    this.epoch = null;
  }

  private compare(heads: ServerEvents['heads']): void {
    if (!this.connection.open || this.resuming) return;
    let lost = heads.userSeq > (this.user.applied ?? 0);
    for (const [id, head] of Object.entries(heads.conversations)) {
      const feed = this.feeds.get(id);
      if (!feed || feed.sequence.applied === null) lost = true;
      else if (head > feed.applied) {
        feed.head = Math.max(feed.head, head);
        this.catchUp.fetch(feed);
      }
    }
    if (lost) void this.resume();
  }

  private async ask(): Promise<void> {
    const conversations: Record<string, number> = {};
    for (const feed of this.feeds.values()) {
      if (feed.sequence.applied !== null) conversations[feed.conversationId] = feed.sequence.applied;
    }
    try {
      const input = { epoch: this.epoch, userSeq: this.user.applied ?? 0, conversations };
      this.accept(await this.connection.request('sync.resume', input, RESUME_TIMEOUT_MS));
      this.refusals.reset();
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      if (!refusedForNow(error)) return this.connection.restart();
      // Without a resume this socket never becomes live, but it is good: another one would only ask for more.
      await pauseAfter(error, this.refusals);
      if (this.connection.open) await this.ask();
    }
  }

  private accept(result: ResumeResult): void {
    if (this.epoch !== null && this.epoch !== result.epoch) {
      this.restart();
      this.listener.epochChanged();
    }
    this.epoch = result.epoch;
    if (this.user.applied === null || result.user.kind === 'reset') {
      const due = this.user.skipTo(result.user.headSeq);
      this.listener.userSkipped(result.user.headSeq);
      for (const event of due) this.userDue(event);
    } else this.takeUser(result.user.events);
    for (const [id, answer] of Object.entries(result.conversations)) this.settle(id, answer);
    this.listener.resumed(Object.keys(result.conversations).filter((id) => this.feeds.has(id)));
    for (const feed of this.feeds.values()) if (feed.behind) this.catchUp.fetch(feed);
    this.catchUp.begin();
  }

  private settle(conversationId: string, answer: ConversationResume): void {
    if (answer.kind === 'removed') return this.remove(conversationId);
    const feed = this.feed(conversationId);
    feed.head = Math.max(feed.head, answer.headSeq);
    if (answer.kind === 'range') this.take(feed, answer.events);
    // What came live while the answer was on its way may reach further: then there is nothing to skip.
    else if (feed.applied < answer.headSeq) {
      const due = feed.sequence.skipTo(answer.headSeq);
      this.listener.skipped(conversationId, answer.headSeq);
      for (const event of due) this.listener.entry(event);
    }
    this.listener.counted(conversationId, answer.unread, answer.cursor);
  }

  private feed(conversationId: string): Feed {
    let feed = this.feeds.get(conversationId);
    if (!feed) this.feeds.set(conversationId, (feed = new Feed(conversationId)));
    return feed;
  }

  private take(feed: Feed, events: readonly ConversationEvent[]): void {
    // An answer may come when its conversation is no longer one's own, or is so anew: that one begins elsewhere.
    if (this.feeds.get(feed.conversationId) !== feed) return;
    for (const event of feed.offer(events)) this.listener.entry(event);
  }

  private takeUser(events: readonly UserEvent[]): void {
    for (const event of this.user.offer(events)) this.userDue(event);
  }

  private userDue(event: UserEvent): void {
    if (event.type === 'groups.joined.v1') this.joined(event.data);
    if (event.type === 'groups.removed.v1') this.remove(event.data.conversationId);
    this.listener.userEntry(event);
  }

  private joined({ conversationId, conversationSeq }: UserEntries['groups.joined.v1']): void {
    const feed = this.feed(conversationId);
    if (feed.sequence.applied === null) {
      for (const due of feed.sequence.skipTo(conversationSeq - 1)) this.listener.entry(due);
    }
    // Tells the server to let it flow, and brings its counts.
    void this.resume();
  }

  /** The log no longer reaches back to where this client stands: be answered with a reset. */
  private forget(feed: Feed): void {
    feed.sequence.restart();
    void this.resume();
  }

  private remove(conversationId: string): void {
    this.feeds.delete(conversationId);
    this.listener.removed(conversationId);
  }
}
