import type { AnyConversationEvent as ConversationEvent } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import type { Feed } from './feed.js';
import { pauseAfter, refusalPauses, refusedForNow } from '../refusal.js';
import type { SyncLink } from './sync-link.js';

export interface CatchUpDeps {
  take: (feed: Feed, events: readonly ConversationEvent[]) => void;
  /** The log does not reach back far enough any more. */
  lost: (feed: Feed) => void;
}

/** Requests on their way at the same time: a client that is behind in hundreds of conversations must not flood its socket. */
const AT_ONCE = 4;

/**
 * Fetches missing numbers by range, one request at a time per conversation, and keeps count for the connection's
 * state. What is refused for now is asked again; what fails is left to the next heads or the next connection: both find it again.
 */
export class CatchUp {
  private readonly busy = new Set<Feed>();
  private readonly waiting: Feed[] = [];
  private running = 0;
  private total = 0;
  private counting = false;

  constructor(
    private readonly connection: SyncLink,
    private readonly deps: CatchUpDeps,
  ) {}

  fetch(feed: Feed): void {
    if (this.busy.has(feed) || !this.connection.open) return;
    this.busy.add(feed);
    this.total += 1;
    this.report();
    this.waiting.push(feed);
    this.next();
  }

  /** From now on the state depends on this alone: the resume has said how far behind everything is. */
  begin(): void {
    this.counting = true;
    this.report();
  }

  stop(): void {
    this.counting = false;
    this.busy.clear();
    this.waiting.length = 0;
    this.total = 0;
  }

  private next(): void {
    while (this.running < AT_ONCE) {
      const feed = this.waiting.shift();
      if (!feed) return;
      this.running += 1;
      void this.run(feed)
        .catch(() => undefined)
        .finally(() => {
          this.running -= 1;
          this.busy.delete(feed);
          this.report();
          this.next();
        });
    }
  }

  private report(): void {
    if (this.busy.size === 0) this.total = 0;
    if (this.counting) this.connection.progress(this.total - this.busy.size, this.total);
  }

  private async run(feed: Feed): Promise<void> {
    while (feed.behind) {
      const before = feed.applied;
      const { conversationId } = feed;
      const range = await this.ask(conversationId, before + 1);
      if (range.reset) return this.deps.lost(feed);
      this.deps.take(feed, range.events);
      // The server has no more to give: what its heads told is not for this user.
      if (feed.applied === before) return;
    }
  }

  private async ask(conversationId: string, fromSeq: number) {
    for (const pauses = refusalPauses(); ;) {
      try {
        return await this.connection.request('sync.range', { conversationId, fromSeq });
      } catch (error) {
        if (!(error instanceof ParleyError) || !refusedForNow(error)) throw error;
        await pauseAfter(error, pauses);
      }
    }
  }
}
