import type { UserView } from '../../src/contract/index.js';
import { type SessionKeeper, signedOut } from './refreshing.js';

/** Sees to it that nothing of one user is asked or sent with the token of another, whoever the tokens come from. */
export class Admission {
  /** Of the token that the last socket was opened with. */
  private socketSession: string | null = null;

  constructor(
    private readonly session: SessionKeeper,
    private readonly me: () => UserView | null,
    /** The next socket belongs to somebody else than who is here. */
    private readonly changed: (owner: UserView) => Promise<void>,
  ) {}

  /** For one request: what it answers takes the tokens of who is here now, and no others. */
  request(): (token: string) => Promise<void> {
    const me = this.me();
    return async (token) => {
      if (me && (await this.session.owner(token)).id !== me.id) throw signedOut();
    };
  }

  async token(): Promise<string> {
    const admit = this.request();
    const token = await this.session.token();
    await admit(token);
    return token;
  }

  /** Whoever a socket belongs to is here before it opens. */
  async socket(token: string): Promise<void> {
    const me = this.me();
    const owner = await this.session.owner(token);
    this.socketSession = owner.sessionId;
    if (me && me.id === this.me()?.id && owner.id !== me.id) await this.changed(owner);
  }

  /** A new token for the socket there is. A socket never changes hands: null where the user, or another one, began a new session. */
  async renewed(): Promise<string | null> {
    const token = await this.session.refresh();
    return (await this.session.owner(token)).sessionId === this.socketSession ? token : null;
  }
}
