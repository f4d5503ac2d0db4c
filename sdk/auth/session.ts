import type { MeView, TokensView, UserView } from '../../src/contract/index.js';
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
/** The id of a session whose user is signing out. */
const LEFT = 'left';

/**
 * The signed-in account of a store: keeps the token pair, refreshes it before it lapses, one refresh at a time, and
 * forgets it when the server says that it is over.
 */
export class Session implements SessionKeeper {
  private current: StoredSession | null = null;
  /** Whose session it is, or was: nobody else's is taken up, also when this one is over. */
  private userId: string | null = null;
  private refreshing: Promise<string> | null = null;

  constructor(
    private readonly store: Store,
    private readonly refreshTokens: (refreshToken: string, timeoutMs: number) => Promise<TokensView>,
  ) {}

  async load(): Promise<StoredSession | null> {
    const kept = this.take(await this.kept());
    if (!kept || (await this.store.get(LEFT)) !== kept.sessionId) return kept;
    await this.forget();
    return null;
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
    return this.take(session);
  }

  /** Another tab may have put newer tokens there meanwhile, or somebody else's. */
  async know(user: UserView): Promise<void> {
    await acrossTabs(async () => {
      const stored = await this.kept();
      if (!stored || stored.sessionId !== this.current?.sessionId) return;
      this.current = { ...stored, user };
      await this.store.set(KEY, this.current);
    });
  }

  async leave(): Promise<void> {
    await this.store.set(LEFT, (await this.owner()).sessionId);
  }

  async forget(): Promise<void> {
    this.userId = null;
    await this.end();
    await this.store.delete(LEFT);
  }

  async owner(): Promise<MeView> {
    const { user, sessionId } = this.current ?? (await this.own());
    return { ...user, sessionId };
  }

  async token(spent?: string): Promise<string> {
    const session = this.current ?? this.take(await this.own());
    if (session.accessToken !== spent && session.expiresAt - Date.now() > MARGIN_MS) return session.accessToken;
    return this.refresh();
  }

  /** A new token pair now. Concurrent callers, in other tabs too, share one refresh. */
  refresh(): Promise<string> {
    return (this.refreshing ??= acrossTabs(() => this.rotate()).finally(() => (this.refreshing = null)));
  }

  private async rotate(): Promise<string> {
    const stored = await this.own();
    const before = this.current ?? this.take(stored);
    // Another tab was faster.
    if (stored.refreshToken !== before.refreshToken) return this.take(stored).accessToken;
    try {
      const tokens = await insist((timeoutMs) => this.refreshTokens(stored.refreshToken, timeoutMs));
      // Who signed in in another tab meanwhile keeps what is his.
      const now = await this.own();
      return (now.sessionId === stored.sessionId ? await this.accept(tokens) : this.take(now)).accessToken;
    } catch (error) {
      if (!isOver(error)) throw error;
      await this.end().catch(() => undefined);
      throw signedOut(error);
    }
  }

  /** What is kept now, if it is this client's: somebody else may have signed in in another tab, and his tokens are his. */
  private async own(): Promise<StoredSession> {
    const stored = await this.kept();
    if (!stored || (this.userId !== null && stored.user.id !== this.userId)) throw signedOut();
    return stored;
  }

  private take<S extends StoredSession | null>(session: S): S {
    this.current = session;
    this.userId = session?.user.id ?? null;
    return session;
  }

  /** What somebody signed in to in another tab since is not this client's to end. */
  private async end(): Promise<void> {
    const own = this.current?.sessionId;
    this.current = null;
    if ((await this.kept())?.sessionId === own) await this.store.delete(KEY);
  }

  private async kept(): Promise<StoredSession | null> {
    return ((await this.store.get(KEY)) as StoredSession | undefined) ?? null;
  }
}
