import type { EntryView, MeView, TokensView, UserView } from '../../src/contract/index.js';
import type { Store } from '../store/store.js';
import { acrossTabs, insist, isOver, MARGIN_MS, type SessionKeeper, signedOut } from './refreshing.js';

const USER = 'me';
/** Whoever was here has signed out, and the server has not confirmed it: the cookie may stand and must sign nobody in. */
const LEFT = 'left';
/** How long a start waits to hear whether the server can be asked. */
const PATIENCE_MS = 2_000;

export interface CookieRoutes {
  /** Whether the browser has the cookie. */
  entry: (timeoutMs?: number) => Promise<Pick<EntryView, 'keptSession'>>;
  /** With the cookie and nothing else. */
  refresh: (refreshToken: undefined, timeoutMs: number) => Promise<TokensView>;
  logout: () => Promise<void>;
}

/**
 * The session of a page whose refresh token is in a cookie that it cannot read. The access token lives in memory alone, so
 * each tab fetches its own; the store has no more than who it is, so that what is kept can be shown without a connection.
 */
export class CookieSession implements SessionKeeper {
  private access: { token: string; expiresAt: number; sessionId: string } | null = null;
  private user: UserView | null = null;
  /** Whose session it is, or was: nobody else's is taken up, also when this one is over. */
  private userId: string | null = null;
  private refreshing: Promise<string> | null = null;

  constructor(
    private readonly store: Store,
    private readonly routes: CookieRoutes,
  ) {}

  /** Rejects where nobody is known here and the server cannot be asked. */
  async load(): Promise<{ user: UserView } | null> {
    this.user ??= ((await this.store.get(USER)) as UserView | undefined) ?? null;
    this.userId = this.user?.id ?? null;
    if (await this.store.get(LEFT)) return this.makeUp();
    if (!this.user) await this.tryCookie();
    return this.user && { user: this.user };
  }

  async accept(tokens: TokensView): Promise<{ user: UserView }> {
    this.userId = tokens.user.id;
    await this.store.delete(LEFT);
    return this.take(tokens);
  }

  async know(user: UserView): Promise<void> {
    if (await this.isTaken(this.userId)) return;
    this.user = user;
    await this.store.set(USER, user);
  }

  async leave(): Promise<void> {
    if (!(await this.isTaken(this.userId))) await this.store.set(LEFT, true);
  }

  async forget(ended: boolean): Promise<void> {
    const { userId } = this;
    this.userId = null;
    await this.end(userId, ended);
  }

  async owner(): Promise<MeView> {
    if (!this.user || !this.access) throw signedOut();
    return { ...this.user, sessionId: this.access.sessionId };
  }

  async token(spent?: string): Promise<string> {
    const { access } = this;
    return access && access.token !== spent && access.expiresAt - Date.now() > MARGIN_MS
      ? access.token
      : this.refresh();
  }

  refresh(): Promise<string> {
    return (this.refreshing ??= acrossTabs(() => this.rotate()).finally(() => (this.refreshing = null)));
  }

  private async rotate(): Promise<string> {
    try {
      await this.take(await insist((timeoutMs) => this.routes.refresh(undefined, timeoutMs)));
      return this.access!.token;
    } catch (error) {
      if (!isOver(error)) throw error;
      await this.end(this.userId, true).catch(() => undefined);
      throw signedOut(error);
    }
  }

  private async take({ accessToken, expiresIn, sessionId, user }: TokensView): Promise<{ user: UserView }> {
    // Somebody else signed in in another tab: that is not this client's user.
    if (this.userId !== null && this.userId !== user.id) throw signedOut();
    await this.store.set(USER, user);
    this.access = { token: accessToken, expiresAt: Date.now() + expiresIn * 1_000, sessionId };
    this.userId = user.id;
    return { user: (this.user = user) };
  }

  private async end(userId: string | null, ended: boolean): Promise<void> {
    this.access = this.user = null;
    if (await this.isTaken(userId)) return;
    await this.store.delete(USER);
    if (ended) await this.store.delete(LEFT);
  }

  /** Whether somebody else signed in in another tab: the cookie and what is kept here are his. */
  private async isTaken(userId: string | null): Promise<boolean> {
    const kept = (await this.store.get(USER)) as UserView | undefined;
    return userId !== null && kept !== undefined && kept.id !== userId;
  }

  /** Nobody is known here, but the browser may still have its cookie. */
  private async tryCookie(): Promise<void> {
    if (!(await this.routes.entry()).keptSession) return;
    try {
      await this.refresh();
    } catch (error) {
      if (!isOver(error)) throw error;
    }
  }

  /** What was not done when the user left. Where the first question gets no answer, nothing else is insisted on. */
  private async makeUp(): Promise<null> {
    const logout = async () => {
      if ((await this.routes.entry(PATIENCE_MS)).keptSession) await this.routes.logout();
    };
    // Asking may have brought tokens, which nobody is to have.
    await this.forget(await logout().then(() => true, isOver));
    return null;
  }
}
