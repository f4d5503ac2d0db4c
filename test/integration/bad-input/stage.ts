import type { ConversationView, NotificationPage, TokensView } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { IdentityClient } from '../identity/identity-client.js';
import { type Actor, ACTORS, type Scene } from './access-policy.js';

export type Person = Exclude<Actor, 'anonymous'> | 'author' | 'newcomer' | 'outsider';
// One after the other: the first account is the administrator's.
const PEOPLE: Person[] = [
  'administrator',
  ...ACTORS.filter((a) => a !== 'anonymous' && a !== 'administrator'),
  'author',
  'newcomer',
  'outsider',
] as Person[];
export const SECRET = 'only the members may read this';
/** In a conversation of none of the actors. */
export const THEIR_SECRET = 'none of the actors may read this';

/** The people of the matrix and what they have. */
export class Stage {
  private readonly people = {} as Record<Person, TokensView>;
  foreign = { conversationId: '', seq: 0, sessionId: '', notificationId: '', userId: '' };

  private constructor(readonly rest: IdentityClient) {}

  static async set(url: string): Promise<Stage> {
    const stage = new Stage(new IdentityClient(url));
    for (const name of PEOPLE) stage.people[name] = await stage.rest.account(`the-${name}`);
    const { id } = await stage.as<ConversationView>('outsider', 'POST', '/v1/conversations', {
      kind: 'group',
      title: 'Theirs',
    });
    const sent = await stage.as<{ seq: number }>('outsider', 'POST', `/v1/conversations/${id}/messages`, {
      clientMessageId: newId(),
      body: THEIR_SECRET,
    });
    const told = await stage.as<NotificationPage>('outsider', 'GET', '/v1/notifications');
    const { sessionId, user } = stage.people.outsider;
    stage.foreign = {
      conversationId: id,
      seq: sent.seq,
      sessionId,
      notificationId: told.items[0]?.id ?? newId(),
      userId: user.id,
    };
    // Last: its tokens are the ones from before.
    await stage.as('administrator', 'PUT', `/v1/users/${stage.id('disabled')}/disabled`);
    return stage;
  }

  id(who: Person): string {
    return this.people[who].user.id;
  }

  token(actor: Actor | Person): string | undefined {
    return actor === 'anonymous' ? undefined : this.people[actor].accessToken;
  }

  /** After something that ends sessions. */
  async signInAgain(actor: Actor): Promise<void> {
    if (actor === 'anonymous' || actor === 'disabled') return;
    this.people[actor] = (await this.rest.login(`the-${actor}`)).body;
  }

  /** A group that nobody has touched yet. */
  async place(): Promise<Omit<Scene, 'me'>> {
    const userIds = (['ex-member', 'member', 'admin', 'author'] as const).map((name) => this.id(name));
    const form = { kind: 'group', title: 'Tea', userIds, historyVisibility: 'shared' };
    const { id } = await this.as<ConversationView>('owner', 'POST', '/v1/conversations', form);
    await this.as('owner', 'PATCH', `/v1/conversations/${id}/members/${this.id('admin')}`, { role: 'admin' });
    const message = { clientMessageId: newId(), body: SECRET };
    const { seq } = await this.as<{ seq: number }>('author', 'POST', `/v1/conversations/${id}/messages`, message);
    await this.as('owner', 'DELETE', `/v1/conversations/${id}/members/${this.id('ex-member')}`);
    return {
      conversationId: id,
      seq,
      authorId: this.id('author'),
      newcomerId: this.id('newcomer'),
      foreignSessionId: this.foreign.sessionId,
      foreignNotificationId: this.foreign.notificationId,
    };
  }

  me(actor: Actor): Scene['me'] {
    if (actor === 'anonymous') return { username: 'nobody-at-all', accessToken: '', refreshToken: 'none' };
    const { user, accessToken, refreshToken } = this.people[actor];
    return { username: user.username, accessToken, refreshToken: refreshToken! };
  }

  async as<T>(who: Person, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.rest.call<T>(method, path, { token: this.people[who].accessToken, body });
    if (answer.status >= 300) throw new Error(`${who} ${method} ${path}: ${answer.text}`);
    return answer.body;
  }
}
