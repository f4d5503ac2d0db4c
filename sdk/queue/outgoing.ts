import type { SendResult } from '../../src/contract/index.js';
import type { ParleyError } from '../errors.js';

/** What the store keeps of a message that has no final answer yet. */
export interface StoredMessage {
  clientMessageId: string;
  conversationId: string;
  body: string;
  replyToSeq?: number;
  createdAt: string;
  /** Set when the server refused it for good. */
  failed?: { code: string; title: string; status: number; detail?: string };
}

/**
 * - `queued`: kept, waiting for its turn, a connection or the time the server named
 * - `sending`: on its way; the answer is awaited
 * - `sent`: acked, so durable under `result.seq`; shown here until the log's entry arrives
 * - `failed`: refused for good, nothing was stored; `retry` or `discard` it
 */
export type OutgoingState = 'queued' | 'sending' | 'sent' | 'failed';

export interface OutgoingMessage extends Omit<StoredMessage, 'failed'> {
  readonly state: OutgoingState;
  readonly attempts: number;
  /** Why it failed, or what the last attempt met. */
  readonly reason?: ParleyError;
  readonly result?: SendResult;
}

/** Whatever the caller knows of the outcome, the message itself is in the queue. */
export interface Sending {
  message: OutgoingMessage;
  /** The answer; rejects with the refusal. Safe to ignore. */
  sent: Promise<SendResult>;
}
