import type { MeView, TokensView, UserView } from '../../src/contract/index.js';
import type { Store } from '../store/store.js';
import type { SessionKeeper } from './refreshing.js';

const USER = 'me';

/**
 * The tokens of an application that signs in by itself. Kept is only who it was, so that something can be shown without a
 * connection; whose a token is, the server says.
 */
export class GivenTokens implements SessionKeeper {
  private asked: { token: string; owner: Promise<MeView> } | null = null;

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
    if (this.asked?.token !== token) this.asked = { token, owner: this.ask(token) };
    const { asked } = this;
    return asked.owner.catch((error: unknown) => {
      if (this.asked === asked) this.asked = null;
      throw error;
    });
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
    this.asked = null;
    await this.store.delete(USER);
  }

  async token(refused?: string): Promise<string> {
    return this.give(refused);
  }

  refresh(): Promise<string> {
    return this.token();
  }
}
