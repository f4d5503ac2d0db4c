import type {
  AnyConversationEvent as ConversationEvent,
  MessageView,
  PresenceView,
  ServerEvents,
  AnyUserEvent as UserEvent,
} from '../src/contract/index.js';
import type { ParleyError } from './errors.js';
import type { OutgoingMessage } from './queue/outgoing.js';

/** What a client tells, beside what its observables show. */
export interface ParleyEvents {
  /** Every entry of every conversation's log from where this client began: each once, in order per conversation. */
  entry: ConversationEvent;
  /** The entries that are messages, as messages. */
  message: MessageView;
  /** Entries of the user's own log, each once and in order. */
  userEntry: UserEvent;
  /** Numbers up to `headSeq` were skipped, because the log does not reach back far enough: only pages have them. */
  skipped: { conversationId: string; headSeq: number };
  /** One is not a member any more. */
  removed: { conversationId: string };
  /** A message of one's own was refused for good. */
  failed: OutgoingMessage;
  typing: ServerEvents['typing'];
  presence: PresenceView[];
  receipts: ServerEvents['receipts'];
  /** The session is over: it was revoked, or its refresh refused. */
  signedOut: ParleyError;
  /** The server's history is another one (it was restored): everything here was thrown away and fetched anew. */
  epochChanged: null;
}
