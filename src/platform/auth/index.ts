/**
 * Who is calling, and may they come in at all.
 *
 * Owns: the signing keys (`signing_keys`), access tokens, the list of revoked sessions (`revoked_sessions`), the policy of
 * every door. Does not own: accounts, passwords, refresh tokens (identity), nor rights inside a conversation (groups).
 * Guarantees: a route without a policy is refused; a principal comes from a token this deployment signed and from nothing
 * else; a revoked session is refused on its node at once and on every other within 5 s, with or without Redis.
 * Limits: tokens live 15 minutes, 30 s leeway; the private keys stand in the database: whoever reads it can sign.
 * Failure: a node that has been without Postgres for 5 s answers 503 to whoever wants in; live sockets stay until their token lapses.
 */
export * from './access-tokens.js';
export * from './auth.module.js';
export * from './errors.js';
export * from './known-origin.js';
export * from './policy.js';
export * from './principal.js';
export * from './revoked-sessions.js';
