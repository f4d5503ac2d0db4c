import type { MeView, TokensView, UserView } from '../../src/contract/index.js';
import type { Store } from '../store/store.js';
import type { SessionKeeper } from './refreshing.js';

const USER = 'me';

/**
 * The tokens of an application that signs in by itself. Kept is only who it was, so that something can be shown without a
 * connection; whose a token is, the server says.
 */
export class GivenTokens implements SessionKeeper {
  private proven: { token: string; user: MeView } | null = null;

  constructor(
    private readonly store: Store,
    private readonly give: (refused?: string) => string | Promise<string>,
    /** Whose this token is; without one, whose the application's is. */
    private readonly ask: (token?: string) => Promise<MeView>,
  ) {}

  async load(): Promise<{ user: UserView }> {
    const kept = (await this.store.get(USER)) as UserView | undefined;
    if (kept) return { user: kept };
    const user = await this.ask();
    await this.know(user);
    return { user };
  }

  /** The application may give another user's token than that of the one who was kept. */
  async owner(token: string): Promise<MeView> {
    if (this.proven?.token !== token) this.proven = { token, user: await this.ask(token) };
    return this.proven.user;
  }

  /** Whether nobody but this device has said yet who the user is. */
  get unproven(): boolean {
    return this.proven === null;
  }

  async accept({ user }: TokensView): Promise<{ user: UserView }> {
    await this.know(user);
    return { user };
  }

  async know(user: UserView): Promise<void> {
    await this.store.set(USER, user);
  }

  async leave(): Promise<void> {
    await this.store.delete(USER);
  }

  async forget(): Promise<void> {
    this.proven = null;
    await this.store.delete(USER);
  }

  async token(refused?: string): Promise<string> {
    return this.give(refused);
  }

  refresh(): Promise<string> {
    return this.token();
  }
}
