/**
 * Identity: accounts, passwords, sessions, profiles.
 *
 * Owns: `accounts`, `sessions`, `identity_secrets`, `sign_in_history`, each account's sign-in log and the opening of each
 * user's own log. Does not own: access tokens and who may enter (platform/auth), rights in conversations (groups).
 * Guarantees: no two accounts look the same; the first account is the administrator, exactly one; an ended session's refresh
 * token fails at once and its access tokens within 5 s on every node; a refused sign-in tells nobody whether the account
 * exists. Limits: 50 sessions an account; usernames and ids never change.
 * Failure: without Postgres nobody signs in or refreshes (503, retryable); access tokens go on until they lapse.
 */
export type { IdentityEvents } from './events.js';
export { IdentityApi } from './identity.api.js';
export { IdentityModule } from './identity.module.js';
