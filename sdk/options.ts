import { TIMINGS } from '../src/contract/index.js';
import type { ConnectionTimings } from './connection/state.js';
import type { Store } from './store/store.js';

export interface ClientTimings extends ConnectionTimings {
  /** How long a REST request may take. */
  requestTimeoutMs: number;
  /** How long delivered receipts are gathered. */
  receiptsGatherMs: number;
}

export const DEFAULT_TIMINGS: ClientTimings = {
  ackTimeoutMs: 10_000,
  openTimeoutMs: 10_000,
  reconnectMinMs: TIMINGS.reconnectMinMs,
  reconnectMaxMs: TIMINGS.reconnectMaxMs,
  stableAfterMs: 10_000,
  silenceMs: 25_000,
  requestTimeoutMs: 15_000,
  receiptsGatherMs: TIMINGS.receiptsBatchMs,
};

export interface ClientOptions {
  /** The deployment's address, or those of its nodes: `https://chat.example.org`. */
  url: string | readonly string[];
  /** Where things are kept; without it everything is forgotten with the client. */
  store?: Store;
  /**
   * Where tokens come from, for applications that sign in by themselves. Called for each connection and whenever a
   * token lapses; `refused` is one the server did not take. Without it the client keeps a session (`login`).
   */
  token?: (refused?: string) => string | Promise<string>;
  /**
   * Where a session is kept. `store` (the default): in the store, tokens and all. `cookie`: for pages on the deployment's own
   * origin; the browser keeps the refresh token in a cookie no script can read, the access token is in memory alone, and the
   * store has no token.
   */
  session?: 'store' | 'cookie';
  /** In place of the global one: for proxies, cookie jars, instruments. */
  fetch?: typeof fetch;
  /** Stable per device; presence is merged over devices. Made and kept in the store when absent. */
  deviceId?: string;
  /** What the list of sessions calls this device. */
  device?: string;
  /** False: do not tell the server by itself that messages arrived on this device. */
  deliveredReceipts?: boolean;
  /** Messages per page of history; at most 200. */
  pageSize?: number;
  /**
   * Keeps the list and the newest page of the conversations opened last in the store, so that a later run shows them at once,
   * without a connection too: at most 200 rows, and 50 messages each of 30 conversations. Forgotten when the user signs out.
   * Off by default: the store then holds the text of messages as plain as everything in it.
   */
  keepRecent?: boolean;
  /** Deviations from the defaults, in milliseconds. */
  timings?: Partial<ClientTimings>;
}
