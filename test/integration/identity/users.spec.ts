import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { MeView, Page, TokensView, UserView } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from './identity-client.js';

let database: pg.Client;
let node: RunningParley;
let client: IdentityClient;
let admin: TokensView;
let me: TokensView;

beforeAll(async () => {
  const { url } = await freshDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  node = await startNode(url);
  client = new IdentityClient(node.url);
  admin = await client.account('ruler');
  me = await client.account('searcher');
  for (const name of ['anna', 'annabel', 'annika', 'an_dy', 'anxdy', 'bo100', 'иван']) await client.account(name);
  await client.register('zed', undefined, { displayName: 'Anna Zed' });
});
afterAll(async () => {
  await database.end();
  await node.close();
});

const get = <T>(path: string, token = me.accessToken) => client.call<T>('GET', path, { token });
const find = (query: string) => get<Page<UserView> & { code: string }>(`/v1/users?${query}`);
const names = async (q: string) => (await find(`q=${encodeURIComponent(q)}`)).body.items.map((u) => u.username);

describe('finding users', () => {
  it.each([
    ['ann', ['anna', 'annabel', 'annika', 'zed']],
    ['ANNA', ['anna', 'annabel', 'zed']],
    ['Anna Z', ['zed']],
    ['ｉｖａｎ', []],
    ['ИВ', ['иван']],
    ['an_', ['an_dy']],
    ['an%', []],
    ['%', []],
    ['_', []],
    ['\\', []],
    ["' OR 1=1 --", []],
    ['nna', []],
    [' ', []],
    ['\0', []],
    ['\u202E', []],
  ])('D5 D7 %j finds %j', async (q, expected) => {
    expect(await names(q)).toEqual(expected);
  });

  it('B18 answers page by page, each user once', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { body, status } = await find(`q=an&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((u) => u.username));
      if (!(cursor = body.nextCursor)) break;
    }
    expect(seen).toEqual(['an_dy', 'anna', 'annabel', 'annika', 'anxdy', 'zed']);
  });

  it('B19 shows of others these fields and no more', async () => {
    const [user] = (await find('q=anna')).body.items;
    expect(Object.keys(user!).sort()).toEqual(['createdAt', 'disabled', 'displayName', 'id', 'isAdmin', 'username']);
  });

  it.each([
    'limit=10',
    'q=',
    'q=a&limit=0',
    'q=a&limit=201',
    'q=a&limit=-1',
    'q=a&limit=10abc',
    'q=a&limit=1e9',
    'q=a&limit=NaN',
    'q=a&limit=1.5',
    'q=a&limit=1&limit=2',
    'q=a&q=b',
    'q[$ne]=a',
    'q=a&order=password_hash',
    `q=${'a'.repeat(500)}`,
    'q=a&cursor=nonsense',
    'q=a&cursor=WzFd',
    'q=a&cursor=WyJhXHUwMDAwIl0',
  ])('D13 D25 refuses ?%s', async (query) => {
    const { status, body } = await find(query);
    expect([status, body.code]).toEqual([
      400,
      expect.stringMatching(/^(platform\.validation|identity\.invalid_cursor)$/),
    ]);
  });
});

describe('looking users up', () => {
  it('by id, one and many', async () => {
    const one = await get<UserView>(`/v1/users/${admin.user.id}`);
    expect(one.body).toEqual(admin.user);
    const many = await client.call<UserView[]>('POST', '/v1/users/lookup', {
      token: me.accessToken,
      body: { ids: [me.user.id, newId(), admin.user.id] },
    });
    expect(many.body).toEqual([admin.user, me.user]);
  });

  it('answers 404 for nobody and 400 for what is no id', async () => {
    expect((await get<{ code: string }>(`/v1/users/${newId()}`)).body.code).toBe('identity.user_not_found');
    for (const id of ['1', 'ME', admin.user.id.toUpperCase(), `${admin.user.id}'`, '%00', 'null']) {
      expect((await get(`/v1/users/${id}`)).status, id).toBe(400);
    }
    for (const ids of [null, 'x', ['x'], [null], Array(201).fill(me.user.id), { 0: me.user.id }]) {
      expect((await client.call('POST', '/v1/users/lookup', { token: me.accessToken, body: { ids } })).status).toBe(
        400,
      );
    }
  });
});

describe('the own profile', () => {
  const patch = (body: unknown, token = me.accessToken) =>
    client.call<UserView & { code: string }>('PATCH', '/v1/users/me', { token, body });

  it('changes the display name, cleaned, and tells the own log once', async () => {
    const answer = await patch({ displayName: ' \u202ESear\u0007cher  II ' });
    expect(answer.body).toEqual({ ...me.user, displayName: 'Searcher II' });
    await patch({ displayName: 'Searcher II' });
    expect((await get<MeView>('/v1/users/me')).body).toEqual({ ...answer.body, sessionId: me.sessionId });
    const { rows } = await database.query(`SELECT seq::int, type, payload FROM entries WHERE stream_id = $1`, [
      me.user.id,
    ]);
    expect(rows).toEqual([{ seq: 1, type: 'identity.profile-changed.v1', payload: { displayName: 'Searcher II' } }]);
    expect(await names('searcher i')).toEqual(['searcher']);
  });

  it.each([
    [{ displayName: '' }, 'identity.invalid_display_name'],
    [{ displayName: 'x'.repeat(81) }, 'identity.invalid_display_name'],
    [{ displayName: 'a\0b' }, 'identity.invalid_display_name'],
    [{}, 'platform.validation'],
    [{ displayName: null }, 'platform.validation'],
    [{ displayName: 'Fine', isAdmin: true }, 'platform.validation'],
    [{ displayName: 'Fine', username: 'ruler2' }, 'platform.validation'],
    [{ displayName: 'Fine', passwordHash: 'x' }, 'platform.validation'],
    [{ displayName: 'Fine', createdAt: '2001-01-01T00:00:00.000Z' }, 'platform.validation'],
  ])('refuses %j', async (body, code) => {
    const before = await get<MeView>('/v1/users/me');
    const answer = await patch(body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect((await get<MeView>('/v1/users/me')).body).toEqual(before.body);
  });

  it("is nobody else's to change", async () => {
    const headers = { 'x-user-id': admin.user.id, 'x-http-method-override': 'PUT' };
    const answer = await client.call('PATCH', `/v1/users/${admin.user.id}`, {
      token: me.accessToken,
      body: { displayName: 'x' },
      headers,
    });
    expect([404, 405]).toContain(answer.status);
    expect((await get<UserView>(`/v1/users/${admin.user.id}`)).body).toEqual(admin.user);
  });
});

describe("the administrator's routes", () => {
  it.each([
    '/v1/users/ID/disabled',
    '/v1//users/ID/disabled',
    '/v1/users/ID/disabled/',
    '/V1/users/ID/disabled',
    '/v1/users/ID/%64isabled',
    '/v1/users/ID/disabled;x=1',
    '/v1/users/ID/./disabled',
  ])('B20 admit no user by the spelling %s', async (path) => {
    const victim = (await find('q=bo100')).body.items[0]!;
    const target = path.replace('ID', victim.id);
    const disguises: Array<Record<string, string>> = [
      {},
      { 'x-http-method-override': 'PUT' },
      { 'x-original-url': target, 'x-forwarded-for': '127.0.0.1' },
    ];
    for (const headers of disguises) {
      expect([403, 404, 405]).toContain((await client.call('PUT', target, { token: me.accessToken, headers })).status);
      expect([401, 404, 405]).toContain((await client.call('PUT', target, { headers })).status);
    }
    expect((await get<UserView>(`/v1/users/${victim.id}`)).body.disabled).toBe(false);
  });
});
