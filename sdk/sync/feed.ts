import type { AnyConversationEvent as ConversationEvent } from '../../src/contract/index.js';
import { Sequence } from './sequence.js';

/** One conversation's log as far as this client has got. */
export class Feed {
  readonly sequence = new Sequence<ConversationEvent>();
  /** The highest number known to exist. */
  head = 0;

  constructor(readonly conversationId: string) {}

  get applied(): number {
    return this.sequence.applied ?? 0;
  }

  get behind(): boolean {
    return this.sequence.applied !== null && this.sequence.applied < this.head;
  }

  offer(events: readonly ConversationEvent[]): ConversationEvent[] {
    for (const event of events) this.head = Math.max(this.head, event.seq);
    return this.sequence.offer(events);
  }
}
