import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClientOptions, createClient, MemoryStore, type ParleyClient } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { lapsingIn } from '../../support/lapsing-token.js';
import { startNode } from '../../support/start-node.js';
import { bodies, closeAll, idOf, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
let database: string;
let store: MemoryStore;
const opened: ParleyClient[] = [];

beforeAll(async () => {
  database = (await freshDatabase()).url;
  node = await startNode(database);
});
afterAll(() => node.close());
beforeEach(() => void (store = new MemoryStore()));
afterEach(() => {
  vi.restoreAllMocks();
  closeAll();
  for (const client of opened.splice(0)) client.close();
});

/** A client on the one store. */
function tab(options: Partial<ClientOptions> = {}): ParleyClient {
  const client = createClient({ url: node.url, store, ...options });
  opened.push(client);
  return client;
}
const credentials = () => ({ username: `shared-${randomBytes(4).toString('hex')}`, password: PASSWORD });
const signedOut = expect.objectContaining({ code: 'client.signed_out' });

describe('a store that keeps a session', () => {
  it('never sends what waits as somebody who signed in after the session had ended', async () => {
    const bob = (await person(node.url, 'bob')).user.get()!;
    const login = credentials();
    const ann = tab();
    await ann.register(login);
    await ann.connect();
    const { id } = await ann.api.conversations.group({ title: 'Tea', userIds: [bob.id] });
    ann.disconnect();
    ann.send(id, 'from ann');
    const phone = tab({ store: new MemoryStore() });
    await phone.login(login);
    const lost = (await phone.api.auth.sessions()).find(({ current }) => !current)!;
    await phone.api.auth.revokeSession(lost.id);
    await soon(() => expect(ann.api.auth.me()).rejects.toEqual(signedOut));

    const his = tab();
    await his.login({ username: bob.username, password: PASSWORD });
    const kept = await store.get('session');
    const over = new Promise((resolve) => ann.on('signedOut', resolve));
    await expect(ann.connect()).rejects.toEqual(signedOut);
    expect(await over).toEqual(signedOut);
    expect(await store.get('session')).toEqual(kept);
    expect(await his.api.messages.page(id)).toMatchObject({ messages: [] });
    expect(await store.entries('queue/')).toHaveLength(1);
  });

  it('never hands one user the tokens of another who signed in in another tab, nor sends as him', async () => {
    const bob = (await person(node.url, 'bob')).user.get()!;
    const ann = tab();
    await ann.register(credentials());
    await ann.connect();
    const { id } = await ann.api.conversations.group({ title: 'Tea', userIds: [bob.id] });
    // Asleep from here on, with something to say.
    ann.disconnect();
    ann.send(id, 'from ann');
    const his = tab();
    await his.login({ username: bob.username, password: PASSWORD });
    const kept = await store.get('session');

    const now = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 15 * 60_000);
    await expect(ann.accessToken()).rejects.toEqual(signedOut);
    await expect(ann.connect()).rejects.toEqual(signedOut);
    vi.restoreAllMocks();
    expect(await store.get('session')).toEqual(kept);
    await his.connect();
    await his.timeline(id).open();
    await his.send(id, 'from bob').sent;
    await soon(() => expect(bodies(his, id)).toContain('from bob'));
    expect(bodies(his, id)).not.toContain('from ann');
    expect(await store.entries('queue/')).toEqual([
      [expect.any(String), expect.objectContaining({ body: 'from ann' })],
    ]);
  });

  it('goes over to the session its user began in another tab, and never offers it on the socket of the first one', async () => {
    const login = credentials();
    await tab().register(login);
    const began = (await store.get('session')) as { accessToken: string };
    const accessToken = await lapsingIn(20, began.accessToken, database);
    await store.set('session', { ...began, accessToken });
    const first = tab();
    await first.restore();
    await tab().login(login);
    const { sessionId } = (await store.get('session')) as { sessionId: string };

    const ended = vi.fn();
    first.on('signedOut', ended);
    let lives = 0;
    first.connection.subscribe(({ phase }) => (lives += phase === 'live' ? 1 : 0));
    await first.connect();
    await soon(() => expect(lives + ended.mock.calls.length).toBe(2));
    expect(await store.get('session')).toMatchObject({ sessionId });
    expect(ended).not.toHaveBeenCalled();
    expect(await first.api.auth.me()).toMatchObject({ sessionId });
  });
});

describe('an application that brings the tokens itself', () => {
  /** Ann and Bob in one group, both known by their access tokens alone. */
  async function two() {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const { id } = await ann.api.conversations.group({ title: 'Tea', userIds: [idOf(bob)] });
    await soon(() => expect(bob.conversations.item(id)).not.toBeNull());
    return { ann, bob, id };
  }

  it('has the next user as soon as the one before has signed out', async () => {
    const { ann, bob } = await two();
    const first = tab({ token: () => ann.accessToken() });
    expect((await first.restore())?.id).toBe(idOf(ann));
    await first.logout();
    expect(await store.get('me')).toBeUndefined();
    expect((await tab({ token: () => bob.accessToken() }).restore())?.id).toBe(idOf(bob));
  });

  it('asks nothing of one user with the token of another, who is here with the next socket', async () => {
    const { ann, bob, id } = await two();
    let who = ann;
    const app = tab({ token: () => who.accessToken() });
    await app.connect();
    who = bob;
    app.drafts.set(id, 'what ann began');
    await app.flush();
    expect(await bob.api.drafts.list()).toMatchObject({ items: [] });
    await expect(app.api.conversations.group({ title: 'Ann’s' })).rejects.toEqual(signedOut);
    await expect(app.accessToken()).rejects.toEqual(signedOut);
    expect(idOf(app)).toBe(idOf(ann));

    app.disconnect();
    await app.connect();
    expect(idOf(app)).toBe(idOf(bob));
    expect(await app.api.auth.me()).toMatchObject({ id: idOf(bob) });
    expect(await bob.api.drafts.list()).toMatchObject({ items: [] });
  });

  it('shows who was kept until a token says that it is somebody else now, and sends nothing of his as that one', async () => {
    const { ann, bob, id } = await two();
    const first = tab({ token: () => ann.accessToken() });
    await first.connect();
    await soon(() => expect(first.conversations.item(id)).not.toBeNull());
    first.disconnect();
    first.send(id, 'from ann');
    first.drafts.set(id, 'what ann began');
    await soon(async () => expect(await store.entries('draft/')).toHaveLength(1));
    first.close();

    const next = tab({ token: () => bob.accessToken() });
    expect((await next.restore())?.id).toBe(idOf(ann));
    await next.flush();
    await next.connect();
    expect(idOf(next)).toBe(idOf(bob));
    await next.timeline(id).open();
    await next.send(id, 'from bob').sent;
    await soon(() => expect(bodies(next, id)).toContain('from bob'));
    expect(bodies(next, id)).not.toContain('from ann');
    expect(await bob.api.drafts.list()).toMatchObject({ items: [] });
    next.close();

    const again = tab({ token: () => ann.accessToken() });
    await again.connect();
    await again.timeline(id).open();
    await soon(() => expect(bodies(again, id)).toEqual(expect.arrayContaining(['from bob', 'from ann'])));
  });
});
