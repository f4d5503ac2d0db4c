import type { Ack } from './errors.js';
import type { AnyConversationEvent, AnyUserEvent } from './entries.js';
import type { CursorView, PresenceStatus, PresenceView, UnreadView } from './views.js';

export interface SendInput {
  conversationId: string;
  /** UUID made by the client, unique for ever per sender and conversation: a repeat returns the first answer. */
  clientMessageId: string;
  body: string;
  replyToSeq?: number;
}
export interface SendResult {
  id: string;
  seq: number;
  sentAt: string;
}

/** Where a client stands. A conversation it does not name is answered with a reset. */
export interface ResumeInput {
  /** The database history the numbers belong to; null on first connect. */
  epoch: string | null;
  userSeq: number;
  conversations: Record<string, number>;
}

/**
 * Per conversation either the complete range after the client's number, or an explicit reset (fetch the newest page and
 * go on from `headSeq`), or the news that one is no longer a member. Never a silent hole.
 */
export type ConversationResume =
  | { kind: 'range'; headSeq: number; events: AnyConversationEvent[]; unread: UnreadView; cursor: CursorView }
  | { kind: 'reset'; headSeq: number; unread: UnreadView; cursor: CursorView }
  | { kind: 'removed' };

export interface ResumeResult {
  epoch: string;
  user: { kind: 'range'; headSeq: number; events: AnyUserEvent[] } | { kind: 'reset'; headSeq: number };
  conversations: Record<string, ConversationResume>;
}

export interface RangeInput {
  conversationId: string;
  /** First number wanted. */
  fromSeq: number;
  /** Last number wanted; default: the head. At most `rangeMax` entries are answered. */
  toSeq?: number;
}
export interface RangeResult {
  headSeq: number;
  events: AnyConversationEvent[];
  /** True: `fromSeq` lies before what the log keeps or the client may see. Fetch pages instead. */
  reset: boolean;
}

/** Client to server. Every event is acked. */
export interface ClientEvents {
  'message.send': { in: SendInput; out: SendResult };
  'message.edit': { in: { conversationId: string; seq: number; body: string }; out: { seq: number; version: number } };
  'message.delete': { in: { conversationId: string; seq: number }; out: { seq: number } };
  'reaction.add': { in: { conversationId: string; seq: number; emoji: string }; out: { seq: number | null } };
  'reaction.remove': { in: { conversationId: string; seq: number; emoji: string }; out: { seq: number | null } };
  'receipt.delivered': { in: { conversationId: string; seq: number }; out: CursorView };
  'receipt.read': { in: { conversationId: string; seq: number }; out: CursorView & { unread: UnreadView } };
  'typing.start': { in: { conversationId: string }; out: Record<string, never> };
  'typing.stop': { in: { conversationId: string }; out: Record<string, never> };
  'presence.set': { in: { status: 'online' | 'away' }; out: Record<string, never> };
  'presence.get': { in: { userIds: string[] }; out: { presence: PresenceView[] } };
  'sync.resume': { in: ResumeInput; out: ResumeResult };
  'sync.range': { in: RangeInput; out: RangeResult };
  'auth.refresh': { in: { token: string }; out: { expiresAt: string } };
}
export type ClientEventName = keyof ClientEvents;

/** Server to client. */
export interface ServerEvents {
  event: AnyConversationEvent;
  'user.event': AnyUserEvent;
  /**
   * Last numbers of the socket's conversations (and of the user's own log), every 10 s. `missed` counts from 0 how often
   * notices to this socket (typing, presence, receipts) may have been lost: where it grew, ask for them again.
   */
  heads: { epoch: string; userSeq: number; conversations: Record<string, number>; missed: number };
  typing: { conversationId: string; userId: string; typing: boolean };
  presence: { changes: Array<{ userId: string; status: PresenceStatus; lastSeenAt: string | null }> };
  receipts: { conversationId: string; receipts: Array<{ userId: string; deliveredSeq: number; readSeq: number }> };
  'auth.refresh-needed': { expiresAt: string };
  'server.draining': { retryAfterMs: number };
  /** Sent right before the server closes the socket; see CLOSE_REASONS. */
  closing: { reason: string; reconnect: boolean; retryAfterMs?: number };
}
export type ServerEventName = keyof ServerEvents;

/** The handshake's `auth`. */
export interface HandshakeAuth {
  token: string;
  /** Stable per device, chosen by the client; presence is merged over devices. */
  deviceId?: string;
}

/** Typed socket maps for Socket.IO's own generics. */
export type ClientToServer = {
  [E in ClientEventName]: (input: ClientEvents[E]['in'], ack: (answer: Ack<ClientEvents[E]['out']>) => void) => void;
};
export type ServerToClient = { [E in ServerEventName]: (payload: ServerEvents[E]) => void };
