import type { AnyConversationEvent as ConversationEvent, MessagePage, MessageView } from '../../src/contract/index.js';
import { MessageWindow, type Row } from './message-window.js';

/** Which messages to fetch. Without any of the three: the newest. Both ends are exclusive. */
export interface PageQuery {
  before?: number;
  after?: number;
  around?: number;
  limit?: number;
}

interface Load {
  /** What was applied while the page was on its way: the page may have been read before or after each of it. */
  meanwhile: ConversationEvent[];
}

/**
 * A window on one conversation's history, kept true by pages from the server and entries by number.
 *
 * The caller applies entries exactly once and in order. A page is a snapshot of an unknown moment at or after it was
 * asked for; folding everything applied since then into it makes it true whichever moment it was. The window grows with
 * new entries only while it reaches the end of the log (`attached`), else a row would stand beside a hole.
 */
export class History {
  readonly window = new MessageWindow();
  attached = false;
  hasMoreBefore = false;
  hasMoreAfter = false;
  private generation = 0;
  private goingBack: Promise<void> | null = null;
  private goingOn: Promise<void> | null = null;
  private readonly loads = new Set<Load>();

  constructor(
    private readonly fetchPage: (query: PageQuery) => Promise<MessagePage>,
    private readonly changed: () => void,
    private readonly pageSize = 50,
  ) {}

  get rows(): Row[] {
    return this.window.list();
  }

  /** Shows what an earlier run kept of the end, until a restart brings the truth. */
  recall(messages: readonly MessageView[]): void {
    this.window.merge(messages);
    this.hasMoreBefore = true;
  }

  /** The next entry of the log. Exactly once per number, in order. */
  apply(event: ConversationEvent): void {
    for (const load of this.loads) load.meanwhile.push(event);
    this.window.apply(event, this.takes(event));
    this.changed();
  }

  /** Numbers were skipped, so nothing here can be kept true: what is shown stays until a restart, but takes no new rows. */
  detach(): void {
    this.attached = false;
  }

  /** Replaces everything by the newest page, or by the one around `seq`. What is shown goes on until the page is here. */
  async restart(around?: number): Promise<void> {
    this.generation += 1;
    await this.load({ around, limit: this.pageSize }, (page) => {
      // Pages asked for beside the window that now goes away would leave a hole beside the new one.
      this.generation += 1;
      this.window.replace(page.messages);
      this.hasMoreBefore = page.hasMoreBefore;
      this.reached(page);
    });
  }

  /** No restart is wanted any more: what is shown stays. */
  abandon(): void {
    this.generation += 1;
  }

  /** One page at a time in each direction: a late second answer would say what was true before the first. */
  older(): Promise<void> {
    return (this.goingBack ??= this.loadOlder().finally(() => (this.goingBack = null)));
  }

  newer(): Promise<void> {
    return (this.goingOn ??= this.loadNewer().finally(() => (this.goingOn = null)));
  }

  /** Forgets the oldest or the newest rows beyond `keep`; they can be loaded again. */
  trim(keep: number, end: 'oldest' | 'newest' = 'oldest'): void {
    if (!this.window.trim(keep, end)) return;
    // A page asked for beside what is gone now would leave a hole.
    this.generation += 1;
    if (end === 'oldest') this.hasMoreBefore = true;
    else {
      this.hasMoreAfter = true;
      this.attached = false;
    }
    this.changed();
  }

  private async loadOlder(): Promise<void> {
    const before = this.window.lowest;
    if (before === null || !this.hasMoreBefore) return;
    await this.load({ before, limit: this.pageSize }, (page) => {
      this.window.merge(page.messages);
      this.hasMoreBefore = page.hasMoreBefore;
    });
  }

  private async loadNewer(): Promise<void> {
    const after = this.window.highest;
    if (after === null || this.attached || !this.hasMoreAfter) return;
    await this.load({ after, limit: this.pageSize }, (page) => {
      this.window.merge(page.messages);
      this.reached(page);
    });
  }

  /** Whether a row of this number would stand beside its neighbours: a page may have gone past it meanwhile. */
  private takes(event: ConversationEvent): boolean {
    return this.attached && (!this.hasMoreBefore || event.seq > (this.window.lowest ?? 0));
  }

  private reached(page: MessagePage): void {
    this.hasMoreAfter = page.hasMoreAfter;
    this.attached = !page.hasMoreAfter;
  }

  private async load(query: PageQuery, accept: (page: MessagePage) => void): Promise<void> {
    const load: Load = { meanwhile: [] };
    const generation = this.generation;
    this.loads.add(load);
    try {
      const page = await this.fetchPage(query);
      // A restart began meanwhile: this page belongs to a window that is going away.
      if (generation !== this.generation) return;
      accept(page);
      for (const event of load.meanwhile) this.window.apply(event, this.takes(event));
      this.changed();
    } finally {
      this.loads.delete(load);
    }
  }
}
