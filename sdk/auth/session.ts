import type { TokensView, UserView } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { Value } from '../observe/view.js';
import type { Store } from '../store/store.js';

export interface StoredSession {
  accessToken: string;
  /** By this device's clock. */
  expiresAt: number;
  refreshToken: string;
  sessionId: string;
  user: UserView;
}

const KEY = 'session';
/** A token this near its end is not used any more. */
const MARGIN_MS = 30_000;
/** The server lets a lost answer to a refresh be fetched again for this long. */
const REFRESH_GRACE_MS = 10_000;

/**
 * The signed-in account of a store: keeps the token pair, refreshes it before it lapses, one refresh at a time, and
 * forgets it when the server says that it is over.
 */
export class Session {
  readonly current = new Value<StoredSession | null>(null);
  private refreshing: Promise<string> | null = null;

  constructor(
    private readonly store: Store,
    private readonly refreshTokens: (refreshToken: string) => Promise<TokensView>,
  ) {}

  /** Takes up the stored session, if there is one. */
  async load(): Promise<StoredSession | null> {
    const stored = ((await this.store.get(KEY)) as StoredSession | undefined) ?? null;
    if (stored?.refreshToken !== this.current.get()?.refreshToken) this.current.set(stored);
    return stored;
  }

  async accept(tokens: TokensView): Promise<StoredSession> {
    const session: StoredSession = {
      accessToken: tokens.accessToken,
      expiresAt: Date.now() + tokens.expiresIn * 1000,
      refreshToken: tokens.refreshToken,
      sessionId: tokens.sessionId,
      user: tokens.user,
    };
    // Kept before it is used: the old refresh token is spent, so a crash in between must not lose the new one.
    await this.store.set(KEY, session);
    this.current.set(session);
    return session;
  }

  async forget(): Promise<void> {
    await this.store.delete(KEY);
    this.current.set(null);
  }

  /** A token that is good for a while yet. `spent`: one the server just refused. Rejects with `client.signed_out`. */
  async token(spent?: string): Promise<string> {
    const session = this.current.get() ?? (await this.load());
    if (!session) throw signedOut();
    if (session.accessToken !== spent && session.expiresAt - Date.now() > MARGIN_MS) return session.accessToken;
    return this.refresh();
  }

  /** A new token pair now. Concurrent callers, in other tabs too, share one refresh. */
  refresh(): Promise<string> {
    return (this.refreshing ??= acrossTabs(() => this.rotate()).finally(() => (this.refreshing = null)));
  }

  private async rotate(): Promise<string> {
    const before = this.current.get();
    const stored = await this.load();
    if (!stored) throw signedOut();
    // Another tab was faster.
    if (before && stored.refreshToken !== before.refreshToken) return stored.accessToken;
    try {
      const tokens = await this.insist(stored.refreshToken);
      return (await this.accept(tokens)).accessToken;
    } catch (error) {
      if (error instanceof ParleyError && (error.status === 401 || error.status === 403)) {
        await this.forget();
        throw signedOut(error);
      }
      throw error;
    }
  }

  /** Repeats a refresh whose answer was lost while the server still knows it as the same one. */
  private async insist(refreshToken: string): Promise<TokensView> {
    const giveUpAt = Date.now() + REFRESH_GRACE_MS * 0.8;
    for (let wait = 250; ; wait *= 2) {
      try {
        return await this.refreshTokens(refreshToken);
      } catch (error) {
        const hopeless = !(error instanceof ParleyError) || !error.retryable;
        if (hopeless || Date.now() + wait > giveUpAt) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }
}

export const signedOut = (cause?: unknown): ParleyError =>
  ParleyError.local('client.signed_out', 'Sign in first', cause);

interface Locks {
  request<T>(name: string, act: () => Promise<T>): Promise<T>;
}

function acrossTabs<T>(act: () => Promise<T>): Promise<T> {
  const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
  return locks ? locks.request('parley-session-refresh', act) : act();
}
