import { randomBytes } from 'node:crypto';
import type {
  ConversationView,
  NotificationPage,
  Page,
  ResumeResult,
  TokensView,
  UserView,
} from '../../src/contract/index.js';
import { newId } from '../../src/shared/ids.js';

/** Who sends. None of them is a member of the foreign group, nor ever can become one. */
export const ACTORS = ['anonymous', 'owner', 'member', 'exMember', 'stranger', 'admin'] as const;
export type Actor = (typeof ACTORS)[number];
type Person = Exclude<Actor, 'anonymous'> | 'outsider';

const PASSWORD = 'quiet otter 41 lamps';
/** Not among the values that requests are made of, so that nobody can change it. */
const ADMIN_PASSWORD = 'louder heron 77 doors';

interface Account {
  username: string;
  password: string;
  tokens: TokensView;
}

/** The deployment's administrator: its first account, there once for all worlds. */
export async function administrator(url: string): Promise<Account> {
  const account = { username: 'fuzz-admin', password: ADMIN_PASSWORD };
  const { status, body } = await post<TokensView>(url, '/v1/auth/login', account);
  return status === 200 ? { ...account, tokens: body } : signUp(url, account.username, account.password);
}

/** People, a group, a direct conversation, and a group of other people with a secret in it. */
export class World {
  private readonly values: Record<string, string> = {};
  /** A text that no actor may ever see. */
  readonly canary = `canary-${randomBytes(9).toString('hex')}`;

  private constructor(
    private readonly url: string,
    private readonly people: Record<Person, Account>,
  ) {}

  static async make(url: string, admin: Account): Promise<World> {
    const name = randomBytes(5).toString('hex');
    const others = ['owner', 'member', 'exMember', 'stranger', 'outsider'] as const;
    const made = await Promise.all(others.map((who) => signUp(url, `fuzz-${who.toLowerCase()}-${name}`, PASSWORD)));
    const people = Object.fromEntries(others.map((who, i) => [who, made[i]!])) as Record<Person, Account>;
    const world = new World(url, { ...people, admin });
    await world.revive();
    await world.settle();
    return world;
  }

  /** Text with the places of `values.ts` filled in for this actor. */
  fill(text: string, actor: Actor): string {
    const me = actor === 'anonymous' ? undefined : this.people[actor];
    const other = this.people.outsider;
    const own: Record<string, string> = {
      nonce: newId(),
      newName: `n-${randomBytes(6).toString('hex')}`,
      me: me?.tokens.user.id ?? newId(),
      myName: me?.username ?? 'nobody',
      token: me?.tokens.accessToken ?? '',
      refresh: me?.tokens.refreshToken ?? '',
      session: me?.tokens.sessionId ?? newId(),
      foreignToken: other.tokens.accessToken,
      foreignRefresh: `${other.tokens.refreshToken!.slice(0, -4)}AAAA`,
      foreignSession: other.tokens.sessionId,
    };
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => own[name] ?? this.values[name] ?? whole);
  }

  token(actor: Actor): string | undefined {
    return actor === 'anonymous' ? undefined : this.people[actor].tokens.accessToken;
  }

  /** Signs in again whoever was signed out, disabled or given another password by what was sent. */
  async revive(): Promise<void> {
    for (const [who, account] of Object.entries(this.people)) {
      if ((await this.call(who as Person, 'GET', '/v1/users/me')).status === 200) continue;
      await this.call('admin', 'DELETE', `/v1/users/${account.tokens.user.id}/disabled`);
      const { username, password } = account;
      const answer = await post<TokensView>(this.url, '/v1/auth/login', { username, password });
      if (answer.status === 200) account.tokens = answer.body;
      else
        this.people[who as Person] = await signUp(this.url, `fuzz-again-${randomBytes(6).toString('hex')}`, PASSWORD);
    }
  }

  private async settle(): Promise<void> {
    const id = (who: Person) => this.people[who].tokens.user.id;
    const group = async (owner: Person, userIds: string[]) =>
      (await this.done<ConversationView>(owner, 'POST', '/v1/conversations', { kind: 'group', title: 'Tea', userIds }))
        .id;
    const mine = await group('owner', [id('member'), id('exMember')]);
    const direct = await this.done<ConversationView>('owner', 'POST', '/v1/conversations', {
      kind: 'direct',
      userId: id('member'),
    });
    const foreign = await group('outsider', []);
    const fixed = newId();
    const send = (who: Person, to: string, body: string, clientMessageId = newId()) =>
      this.done(who, 'POST', `/v1/conversations/${to}/messages`, { clientMessageId, body });
    await send('owner', mine, 'one', fixed);
    await send('member', mine, `two @${this.people.owner.username}`);
    await send('exMember', mine, 'three');
    await this.done('owner', 'DELETE', `/v1/conversations/${mine}/members/${id('exMember')}`);
    await send('member', direct.id, 'hello');
    await send('outsider', foreign, this.canary);
    const { epoch } = await this.done<ResumeResult>('owner', 'POST', '/v1/sync', {
      epoch: null,
      userSeq: 0,
      conversations: {},
    });
    const found = await this.done<Page<UserView>>('owner', 'GET', '/v1/users?q=fuzz&limit=1');
    const told = await this.done<NotificationPage>('owner', 'GET', '/v1/notifications');
    const foreignList = await this.done<Page<ConversationView>>('outsider', 'GET', '/v1/conversations?limit=1');
    Object.assign(this.values, {
      group: mine,
      direct: direct.id,
      foreignGroup: foreign,
      fixed,
      epoch,
      cursor: found.nextCursor ?? '',
      foreignCursor: foreignList.nextCursor ?? Buffer.from(JSON.stringify([Date.now(), foreign])).toString('base64url'),
      notification: told.items[0]?.id ?? newId(),
      foreignNotification: newId(),
      otherName: this.people.outsider.username,
      password: PASSWORD,
      ...Object.fromEntries(Object.keys(this.people).map((who) => [who, id(who as Person)])),
    });
  }

  private call<T>(who: Person, method: string, path: string, body?: object) {
    return ask<T>(this.url, method, path, body, this.people[who].tokens.accessToken);
  }

  private async done<T>(who: Person, method: string, path: string, body?: object): Promise<T> {
    const answer = await this.call<T>(who, method, path, body);
    if (answer.status >= 300)
      throw new Error(`${who} ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

async function signUp(url: string, username: string, password: string): Promise<Account> {
  const answer = await post<TokensView>(url, '/v1/auth/register', { username, password });
  if (answer.status !== 201) throw new Error(`${username} could not register: ${JSON.stringify(answer.body)}`);
  return { username, password, tokens: answer.body };
}

const post = <T>(url: string, path: string, body: object) => ask<T>(url, 'POST', path, body);

async function ask<T>(url: string, method: string, path: string, body?: object, token?: string) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as T };
}
