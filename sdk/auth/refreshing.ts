import { type MeView, TIMINGS, type TokensView, type UserView } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';

/**
 * Where a client's tokens come from. Everything that needs one while nobody is signed in rejects with `client.signed_out`, and so
 * it does from the end of a session until `load` or `accept`, whoever has signed in on the same store since.
 */
export interface SessionKeeper {
  /** Takes up what is kept, if there is something. */
  load(): Promise<{ user: UserView } | null>;
  /** Somebody signed in. */
  accept(tokens: TokensView): Promise<{ user: UserView }>;
  /** The signed-in user as they are called now. */
  know(user: UserView): Promise<void>;
  /** The user wants to leave: he is not taken up again, whenever the server is told, by this run or a later one. */
  leave(): Promise<void>;
  /** `ended`: the server knows; otherwise it could not be told. */
  forget(ended: boolean): Promise<void>;
  /** A token that is good for a while yet. `spent`: one the server just refused. */
  token(spent?: string): Promise<string>;
  /** A new one now. */
  refresh(): Promise<string>;
  /** Whose this token is. */
  owner(token: string): Promise<MeView>;
}

/** A token this near its end is not used any more. */
export const MARGIN_MS = 30_000;
/** The server lets a lost answer to a refresh be fetched again for this long. */
const REFRESH_GRACE_MS = TIMINGS.refreshGraceMs;

/**
 * Repeats a refresh whose answer was lost while the server still knows it as the same one: later, its token counts as stolen.
 * So the first answer is not waited for as long as any other; each repeat waits longer, for a network that is merely slow.
 */
export async function insist(refresh: (timeoutMs: number) => Promise<TokensView>): Promise<TokensView> {
  const patience = REFRESH_GRACE_MS * 0.8;
  const giveUpAt = Date.now() + patience;
  for (let wait = 250; ; wait *= 2) {
    try {
      return await refresh(Math.min(wait * 8, patience));
    } catch (error) {
      const hopeless = !(error instanceof ParleyError) || !error.retryable;
      if (hopeless || Date.now() + wait > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** The session is over. Of all that may answer 401, only the server itself can say so, and by these codes alone. */
export const isOver = (error: unknown): error is ParleyError =>
  error instanceof ParleyError &&
  (error.code === 'client.signed_out' ||
    (error.status === 401 && (error.code === 'platform.unauthenticated' || error.code.startsWith('identity.'))));

export const signedOut = (cause?: unknown): ParleyError =>
  ParleyError.local('client.signed_out', 'Sign in first', cause);

interface Locks {
  request<T>(name: string, act: () => Promise<T>): Promise<T>;
}

/** One at a time among the tabs of an origin, where the browser has locks. */
export function acrossTabs<T>(act: () => Promise<T>): Promise<T> {
  const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
  return locks ? locks.request('parley-session-refresh', act) : act();
}
