import type { TokensView, UserView } from '../../src/contract/index.js';
import type { Store } from '../store/store.js';
import { acrossTabs, insist, isOver, MARGIN_MS, type SessionKeeper, signedOut } from './refreshing.js';

interface StoredSession {
  accessToken: string;
  /** By this device's clock. */
  expiresAt: number;
  refreshToken: string;
  sessionId: string;
  user: UserView;
}

const KEY = 'session';

/**
 * The signed-in account of a store: keeps the token pair, refreshes it before it lapses, one refresh at a time, and
 * forgets it when the server says that it is over.
 */
export class Session implements SessionKeeper {
  private current: StoredSession | null = null;
  private refreshing: Promise<string> | null = null;

  constructor(
    private readonly store: Store,
    private readonly refreshTokens: (refreshToken: string) => Promise<TokensView>,
  ) {}

  async load(): Promise<StoredSession | null> {
    return (this.current = ((await this.store.get(KEY)) as StoredSession | undefined) ?? null);
  }

  async accept(tokens: TokensView): Promise<StoredSession> {
    const session: StoredSession = {
      accessToken: tokens.accessToken,
      expiresAt: Date.now() + tokens.expiresIn * 1000,
      // Never null: no cookie was asked for.
      refreshToken: tokens.refreshToken!,
      sessionId: tokens.sessionId,
      user: tokens.user,
    };
    // Kept before it is used: the old refresh token is spent, so a crash in between must not lose the new one.
    await this.store.set(KEY, session);
    return (this.current = session);
  }

  async know(user: UserView): Promise<void> {
    if (!this.current) return;
    this.current = { ...this.current, user };
    await this.store.set(KEY, this.current);
  }

  async forget(): Promise<void> {
    await this.store.delete(KEY);
    this.current = null;
  }

  async token(spent?: string): Promise<string> {
    const session = this.current ?? (await this.load());
    if (!session) throw signedOut();
    if (session.accessToken !== spent && session.expiresAt - Date.now() > MARGIN_MS) return session.accessToken;
    return this.refresh();
  }

  /** A new token pair now. Concurrent callers, in other tabs too, share one refresh. */
  refresh(): Promise<string> {
    return (this.refreshing ??= acrossTabs(() => this.rotate()).finally(() => (this.refreshing = null)));
  }

  private async rotate(): Promise<string> {
    const before = this.current;
    const stored = await this.load();
    if (!stored) throw signedOut();
    // Another tab was faster.
    if (before && stored.refreshToken !== before.refreshToken) return stored.accessToken;
    try {
      const tokens = await insist(() => this.refreshTokens(stored.refreshToken));
      return (await this.accept(tokens)).accessToken;
    } catch (error) {
      if (!isOver(error)) throw error;
      await this.forget();
      throw signedOut(error);
    }
  }
}
