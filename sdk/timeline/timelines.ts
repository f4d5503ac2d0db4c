import type { Books } from '../conversations/books.js';
import type { Recent } from '../recent/recent.js';
import type { SendQueue } from '../queue/send-queue.js';
import type { MessagesApi } from '../rest/messages-api.js';
import { Timeline } from './timeline.js';
import { TimelineActions, type TimelineActionsDeps } from './timeline-actions.js';

export interface TimelinesDeps extends TimelineActionsDeps {
  me: string;
  messages: MessagesApi;
  books: Books;
  queue: SendQueue;
  pageSize: number;
  recent: Recent | null;
}

/** The timelines that were looked at: made when first asked for, then kept. */
export class Timelines {
  private readonly made = new Map<string, Timeline>();

  constructor(private readonly deps: TimelinesDeps) {}

  open(conversationId: string): Timeline {
    let timeline = this.made.get(conversationId);
    if (!timeline) this.made.set(conversationId, (timeline = this.make(conversationId)));
    return timeline;
  }

  get(conversationId: string): Timeline | undefined {
    return this.made.get(conversationId);
  }

  remove(conversationId: string): void {
    this.made.get(conversationId)?.close();
    this.made.delete(conversationId);
  }

  /** The connection is back. */
  recover(): void {
    for (const timeline of this.made.values()) timeline.recover();
  }

  close(): void {
    for (const timeline of this.made.values()) timeline.close();
  }

  private make(conversationId: string): Timeline {
    const { me, messages, books, queue, connection, pageSize, recent } = this.deps;
    const kept = recent?.page(conversationId);
    return new Timeline(conversationId, {
      me,
      pageSize,
      page: (query) => messages.page(conversationId, query),
      connected: () => connection.open,
      outgoing: () => queue.of(conversationId),
      receipts: books.open(conversationId, kept),
      actions: new TimelineActions(conversationId, this.deps),
      kept: kept?.messages,
      changed: () => recent?.touch(conversationId),
    });
  }
}
