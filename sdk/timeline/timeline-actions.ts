import type { Connection } from '../connection/connection.js';
import type { Sending } from '../queue/outgoing.js';
import type { SendQueue } from '../queue/send-queue.js';

export interface TimelineActionsDeps {
  queue: SendQueue;
  connection: Connection;
  markRead: (conversationId: string, seq?: number) => Promise<void>;
  typingStopped: (conversationId: string) => void;
}

/**
 * What a user does in one conversation. Sending is queued and outlives everything; the others need a connection and
 * reject with `client.offline` without one, because a change made to something one can't see should not wait in the dark.
 */
export class TimelineActions {
  constructor(
    private readonly conversationId: string,
    private readonly deps: TimelineActionsDeps,
  ) {}

  send(body: string, options: { replyToSeq?: number }): Sending {
    this.deps.typingStopped(this.conversationId);
    return this.deps.queue.add({ conversationId: this.conversationId, body, replyToSeq: options.replyToSeq });
  }

  retry(clientMessageId: string): Sending {
    return this.deps.queue.retry(clientMessageId);
  }

  discard(clientMessageId: string): boolean {
    return this.deps.queue.discard(clientMessageId);
  }

  async edit(seq: number, body: string): Promise<void> {
    await this.deps.connection.request('message.edit', { conversationId: this.conversationId, seq, body });
  }

  async delete(seq: number): Promise<void> {
    await this.deps.connection.request('message.delete', { conversationId: this.conversationId, seq });
  }

  async react(seq: number, emoji: string): Promise<void> {
    await this.deps.connection.request('reaction.add', { conversationId: this.conversationId, seq, emoji });
  }

  async unreact(seq: number, emoji: string): Promise<void> {
    await this.deps.connection.request('reaction.remove', { conversationId: this.conversationId, seq, emoji });
  }

  markRead(seq?: number): Promise<void> {
    return this.deps.markRead(this.conversationId, seq);
  }
}
