import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, MemoryStore, type ParleyClient } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { CookieJar } from '../../support/cookie-jar.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { idOf, PASSWORD, soon } from './people.js';

let node: RunningParley;
let jar: CookieJar;
let store: MemoryStore;
const opened: ParleyClient[] = [];

beforeAll(async () => void (node = await startNode((await freshDatabase()).url)));
afterAll(() => node.close());
beforeEach(() => void ([jar, store] = [new CookieJar(), new MemoryStore()]));
afterEach(() => {
  vi.restoreAllMocks();
  for (const client of opened.splice(0)) client.close();
});

/** A tab of one browser: cookies and store are shared, memory is not. */
function tab(fetch: typeof globalThis.fetch = jar.fetch): ParleyClient {
  const client = createClient({ url: node.url, session: 'cookie', fetch, store });
  opened.push(client);
  return client;
}
const credentials = () => ({ username: `tabs-${randomBytes(4).toString('hex')}`, password: PASSWORD });
const signedOut = expect.objectContaining({ code: 'client.signed_out' });
const unreachable: typeof fetch = () => Promise.reject(new TypeError('no network'));
const pathOf = (input: Parameters<typeof fetch>[0]) => new URL(input instanceof Request ? input.url : input).pathname;
const kept = async () => JSON.stringify(await store.entries(''));

describe('a session in the cookie', () => {
  it('keeps who it is and no token in the store, and goes on after a reload', async () => {
    const first = tab();
    const me = await first.register(credentials());
    await first.connect();
    expect(await kept()).toContain(me.username);
    expect(await kept()).not.toMatch(/prt_|eyJ/);

    first.close();
    const second = tab();
    // What is kept can be shown before anything was asked.
    expect(await createClient({ url: node.url, session: 'cookie', fetch: unreachable, store }).restore()).toEqual(me);
    expect(await second.restore()).toEqual(me);
    await second.connect();
    expect(await second.api.auth.sessions()).toHaveLength(1);
    expect(await kept()).not.toMatch(/prt_|eyJ/);
  });

  it('is found again by its cookie alone', async () => {
    const me = await tab().register(credentials());
    store = new MemoryStore();
    expect(await tab().restore()).toEqual(me);
    [jar, store] = [new CookieJar(), new MemoryStore()];
    expect(await tab().restore()).toBeNull();
    await expect(tab(unreachable).restore()).rejects.toEqual(expect.objectContaining({ code: 'client.network' }));
  });

  it('lives on in every tab, however they refresh', async () => {
    const me = await tab().register(credentials());
    const tabs = [tab(), tab(), tab()];
    for (let round = 1; round <= 3; round++) {
      // The access tokens of all lapse together.
      const now = Date.now.bind(Date);
      vi.spyOn(Date, 'now').mockImplementation(() => now() + 15 * 60_000);
      await Promise.all(tabs.map((client) => client.restore()));
      const tokens = await Promise.all(tabs.map((client) => client.accessToken()));
      expect(new Set(tokens.map((token) => JSON.parse(atob(token.split('.')[1]!)).sub))).toEqual(new Set([me.id]));
      vi.restoreAllMocks();
    }
    await Promise.all(tabs.map((client) => client.connect()));
    const group = await tabs[0]!.api.conversations.group({ title: 'tabs' });
    await soon(() => expect(tabs[2]!.conversations.item(group.id)).not.toBeNull());
    await tabs[1]!.timeline(group.id).send('from one tab').sent;
    await soon(() => expect(tabs[2]!.conversations.item(group.id)?.lastMessage?.body).toBe('from one tab'));
    expect(await tabs[0]!.api.auth.sessions()).toHaveLength(1);
  });

  it('ends in every tab when one signs out', async () => {
    const [one, two] = [tab(), tab()];
    await one.register(credentials());
    await two.connect();
    const over = new Promise((resolve) => two.on('signedOut', resolve));
    await one.logout();
    expect(await over).toEqual(signedOut);
    expect(jar.get('parley_refresh')).toBeUndefined();
    expect(await tab().restore()).toBeNull();
  });

  it('is over for whoever signed out without a connection, as soon as there is one', async () => {
    let network: typeof fetch = jar.fetch;
    const leaving = tab((...request) => network(...request));
    await leaving.register(credentials());
    network = unreachable;
    await leaving.logout();
    expect(jar.get('parley_refresh')).toBeDefined();
    const asked: string[] = [];
    const offline = tab((input, init) => {
      asked.push(pathOf(input));
      return unreachable(input, init);
    });
    expect(await offline.restore()).toBeNull();
    expect(asked).toEqual(['/v1/auth']);

    expect(await tab().restore()).toBeNull();
    expect(jar.get('parley_refresh')).toBeUndefined();
    const next = await tab().register(credentials());
    expect(await tab().restore()).toEqual(next);
  });

  it('is over for whoever signed out and went away before there was an answer, and so is what he read', async () => {
    let asked!: () => void;
    const waiting = new Promise<void>((resolve) => (asked = resolve));
    const leaving = tab((input, init) => {
      if (pathOf(input) !== '/v1/auth/logout') return jar.fetch(input, init);
      asked();
      return new Promise(() => undefined);
    });
    const { id } = await leaving.register(credentials());
    await store.set(`recent/${id}/list`, { version: 1, rows: [], users: [] });
    void leaving.logout();
    await waiting;
    expect(await tab(unreachable).restore()).toBeNull();
    expect(await store.entries('recent/')).toEqual([]);
    expect(await tab().restore()).toBeNull();
    expect(jar.get('parley_refresh')).toBeUndefined();
  });

  it.each([500, 502])('is over for whoever signed out, whoever answered him %i', async (status) => {
    let broken = false;
    const proxied: typeof fetch = async (input, init) => {
      return broken && pathOf(input) === '/v1/auth/logout'
        ? new Response('<html>', { status })
        : jar.fetch(input, init);
    };
    const leaving = tab(proxied);
    await leaving.register(credentials());
    broken = true;
    await leaving.logout();
    expect(jar.get('parley_refresh')).toBeDefined();
    expect(await tab(proxied).restore()).toBeNull();
    expect(jar.get('parley_refresh')).toBeDefined();
    expect(await tab().restore()).toBeNull();
    expect(jar.get('parley_refresh')).toBeUndefined();
  });

  it('never hands one user the token of another who signed in in another tab', async () => {
    const first = tab();
    await first.register(credentials());
    const other = tab();
    await other.register(credentials());
    const now = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 15 * 60_000);
    await expect(first.accessToken()).rejects.toEqual(signedOut);
    vi.restoreAllMocks();
    expect(first.user.get()?.id).not.toBe(idOf(other));
    expect(await other.api.auth.me()).toMatchObject({ id: idOf(other) });
  });
});
