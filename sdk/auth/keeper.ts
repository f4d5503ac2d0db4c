import type { ClientOptions } from '../options.js';
import type { AuthApi } from '../rest/auth-api.js';
import type { Store } from '../store/store.js';
import { CookieSession } from './cookie-session.js';
import { GivenTokens } from './given-tokens.js';
import type { SessionKeeper } from './refreshing.js';
import { Session } from './session.js';

/** Where the tokens of a client with these options come from. */
export function keeperOf({ token, session }: ClientOptions, store: Store, auth: AuthApi): SessionKeeper {
  if (token) return new GivenTokens(store, token, (whose) => auth.me(whose));
  if (session === 'cookie') return new CookieSession(store, auth);
  return new Session(store, (refreshToken, timeoutMs) => auth.refresh(refreshToken, timeoutMs));
}
