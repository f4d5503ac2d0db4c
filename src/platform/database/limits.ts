import type { ClientConfig } from 'pg';

/**
 * Has Postgres look after a silent connection within 25 s; a system's own habit is two hours, for which a node that vanished would keep
 * what it had locked. Without meaning, and harmless, on a Unix socket.
 */
export const KEEPALIVE: ClientConfig = {
  keepAlive: true,
  options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
};

/**
 * What Postgres itself holds a node's transactions to. Each limit is shorter than the client's own: a statement that is given up by the
 * client alone goes on waiting for its lock, on a connection of which one more is left behind by every repetition.
 */
export const TRANSACTION_LIMITS: ClientConfig = {
  lock_timeout: 5_000,
  statement_timeout: 9_000,
  query_timeout: 10_000,
  // A node that is frozen or cut off between two statements gives its locks to the others.
  idle_in_transaction_session_timeout: 15_000,
};

/** The same for single statements of the hot pool, of which the caller hears within 2 s (degraded mode). */
export const HOT_LIMITS: ClientConfig = {
  lock_timeout: 1_500,
  statement_timeout: 1_800,
  query_timeout: 2_000,
};
