/**
 * Postgres. Owns the connections, transactions (always an argument), migrations and the embedded server.
 * Limits: DATABASE_POOL connections per door; a call waits at most 1.5 s for a connection, 2 s for a hot answer, 5 s for a lock in a
 * transaction and 10 s for one of its statements. Postgres itself ends what takes longer, and a transaction that its node left (limits.ts).
 * Failure: a lost connection fails its own call as retryable, or as unknown if the commit was under way; the pool recovers by itself.
 */
export * from './columns.js';
export * from './data-source.js';
export * from './database.js';
export * from './database.module.js';
export * from './entities.js';
export * from './migrate.js';
export { OutcomeUnknown } from './outcome.js';
export * from './slices.js';
export * from './slots.js';
