import type { AnyConversationEvent as ConversationEvent, MessageView } from '../../src/contract/index.js';
import type { Tick } from '../conversations/receipt-book.js';
import type { OutgoingMessage } from '../queue/outgoing.js';

/**
 * One line of a timeline. `key` stays the same while an own message turns from a local one into one of the log, so a
 * list can keep its element. `state` is an own message's: queued → sending → sent → delivered → read, or failed.
 */
export type TimelineItem =
  | { kind: 'message'; key: string; seq: number; message: MessageView; mine: false }
  | { kind: 'message'; key: string; seq: number; message: MessageView; mine: true; state: Tick }
  | { kind: 'local'; key: string; local: OutgoingMessage; mine: true; state: OutgoingMessage['state'] }
  | { kind: 'notice'; key: string; seq: number; event: ConversationEvent };

export interface TimelineSnapshot {
  conversationId: string;
  /** By number; own messages that are not in the log yet stand at the end, when the end is shown or wanted. */
  items: readonly TimelineItem[];
  /** False until the first page (or a kept one) is here. */
  ready: boolean;
  hasMoreBefore: boolean;
  hasMoreAfter: boolean;
  /** Whether new messages appear by themselves; false while an older part is shown or a reset is being repaired. */
  atEnd: boolean;
  loading: boolean;
  /** Shown from what this device kept: the end as it once was. `open` brings what is true now. */
  fromDevice: boolean;
}
