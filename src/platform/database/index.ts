/**
 * Postgres. Owns the connections, transactions (always an argument), migrations and the embedded server.
 * Limits: DATABASE_POOL connections per door; a call waits at most 1.5 s for a connection and 2 s for a hot answer.
 * Failure: a lost connection fails its own call as retryable, or as unknown if the commit was under way; the pool recovers by itself.
 */
export * from './data-source.js';
export * from './database.js';
export * from './database.module.js';
export * from './entities.js';
export * from './slots.js';
