import type { ParleyError } from '../errors.js';

/**
 * What is true of the connection, and nothing nicer:
 * - `offline`: no connection and none being made right now; `retryAt` says when the next attempt starts, its absence
 *   that there will be none without `connect()` (`error` says why)
 * - `connecting`: an attempt is under way, or its token is being fetched
 * - `catching-up`: connected, but `total - done` conversations are known to be behind
 * - `live`: everything up to the last numbers the server told is applied
 *
 * `since` is when the phase began, in this device's milliseconds; for `offline` and `connecting` it is when the last
 * connection was lost, whatever attempts failed in between.
 */
export type ConnectionState =
  | { phase: 'offline'; since: number; retryAt?: number; error?: ParleyError }
  | { phase: 'connecting'; since: number; attempt: number; error?: ParleyError }
  | { phase: 'catching-up'; since: number; done: number; total: number }
  | { phase: 'live'; since: number };

export interface ConnectionTimings {
  /** How long an answer may take before the request counts as lost. */
  ackTimeoutMs: number;
  openTimeoutMs: number;
  reconnectMinMs: number;
  reconnectMaxMs: number;
  /** A connection that lived this long lets the waits begin small again. */
  stableAfterMs: number;
  /** Silence after which the connection counts as dead; the server speaks every 10 s. */
  silenceMs: number;
}
