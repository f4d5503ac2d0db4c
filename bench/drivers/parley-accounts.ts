import type { ConversationView, TokensView } from '../../src/contract/index.js';
import { inParallel, pause } from '../lib/async.js';
import { HttpClient } from '../lib/http.js';
import type { Shape } from './driver.js';

const AT_ONCE = 8;
const MEMBERS_PER_REQUEST = 200;
/** A token this old is exchanged before it is used again; it lives 15 minutes. */
const STALE_MS = 5 * 60_000;
const EXCHANGES = 10;
const AGAIN_MS = 1_000;

interface Account extends TokensView {
  at: number;
}

/** The bench's people and conversations, made through REST like anybody's. */
export class ParleyAccounts {
  private accounts: Account[] = [];
  conversationIds: string[] = [];
  private readonly exchanges = new Map<number, Promise<void>>();

  private readonly http = new HttpClient();

  constructor(private readonly port: () => number) {}

  async create(shape: Shape): Promise<void> {
    this.accounts = await inParallel(shape.users, AT_ONCE, async (user) => {
      const body = { username: `bench${user}`, password: `quiet otter ${user} lamps`, displayName: `Bench ${user}` };
      return { ...(await this.post<TokensView>('/v1/auth/register', body)), at: Date.now() };
    });
    this.conversationIds = await inParallel(shape.conversations.length, AT_ONCE, (c) => this.converse(shape, c));
  }

  private async converse(shape: Shape, c: number): Promise<string> {
    const [owner, ...others] = shape.conversations[c]!.map((user) => this.accounts[user]!);
    const token = await this.token(shape.conversations[c]![0]!);
    const memberIds = others.map((account) => account.user.id);
    if (shape.direct) {
      const { id } = await this.post<ConversationView>(
        '/v1/conversations',
        { kind: 'direct', userId: memberIds[0] },
        token,
      );
      return id;
    }
    const first = memberIds.slice(0, MEMBERS_PER_REQUEST);
    const { id } = await this.post<ConversationView>(
      '/v1/conversations',
      { kind: 'group', title: `Room of ${owner!.user.username}`, userIds: first },
      token,
    );
    for (let i = MEMBERS_PER_REQUEST; i < memberIds.length; i += MEMBERS_PER_REQUEST) {
      await this.post(
        `/v1/conversations/${id}/members`,
        { userIds: memberIds.slice(i, i + MEMBERS_PER_REQUEST) },
        token,
      );
    }
    return id;
  }

  /** Exchanges every old token now, so that no later `token` has to. */
  async freshen(): Promise<void> {
    await inParallel(this.accounts.length, AT_ONCE, (user) => this.token(user));
  }

  async token(user: number): Promise<string> {
    if (Date.now() - this.accounts[user]!.at > STALE_MS) {
      // Everything a user does at a time shares one exchange: a refresh token is good for one.
      if (!this.exchanges.has(user))
        this.exchanges.set(
          user,
          this.exchange(user).finally(() => this.exchanges.delete(user)),
        );
      await this.exchanges.get(user);
    }
    return this.accounts[user]!.accessToken;
  }

  private async exchange(user: number): Promise<void> {
    const account = this.accounts[user]!;
    const body = { refreshToken: account.refreshToken };
    // No figure is about it, and a server that is busy right now must not end the run.
    for (let tries = 1; ; tries++) {
      try {
        const fresh = await this.post<TokensView>('/v1/auth/refresh', body);
        this.accounts[user] = { ...account, ...fresh, at: Date.now() };
        return;
      } catch (error) {
        if (tries === EXCHANGES) throw error;
        await pause(AGAIN_MS);
      }
    }
  }

  /** A request of this user; the answer's JSON. Throws what is no success. */
  async as<T>(user: number, method: string, path: string, body?: unknown): Promise<T> {
    return this.request<T>(method, path, body, await this.token(user));
  }

  private post<T>(path: string, body: unknown, token?: string): Promise<T> {
    return this.request<T>('POST', path, body, token);
  }

  private async request<T>(method: string, path: string, body: unknown, token: string | undefined): Promise<T> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const { status, text } = await this.http.request(this.port(), path, { method, token, body: json });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
