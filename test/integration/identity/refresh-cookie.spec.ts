import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { Problem, TokensView } from '../../../src/contract/index.js';
import { CookieJar } from '../../support/cookie-jar.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient, PASSWORD } from './identity-client.js';

const NAME = 'parley_refresh';
const FRIEND = 'https://friend.example';
const PUBLIC = 'https://chat.example';
const INVALID = [401, 'identity.invalid_refresh_token'];
const FOREIGN = [403, 'identity.foreign_origin'];

let database: pg.Client;
let nodes: RunningParley[];
let here: string;
let there: string;
let behindProxy: string;
let elsewhere: string;
let jar: CookieJar;
let people = 0;

beforeAll(async () => {
  const { url } = await freshDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  const proxied = { TRUSTED_PROXIES: '1' };
  const settings: Array<Record<string, string>> = [
    { ALLOWED_ORIGINS: FRIEND },
    {},
    proxied,
    { PUBLIC_URL: `${PUBLIC}/` },
  ];
  nodes = await Promise.all(settings.map((own) => startNode(url, own)));
  [here, there, behindProxy, elsewhere] = nodes.map((node) => node.url) as [string, string, string, string];
});
afterAll(async () => {
  await database.end();
  await Promise.all(nodes.map((node) => node.close()));
});
beforeEach(() => void (jar = new CookieJar()));

interface Answer {
  status: number;
  body: TokensView & Problem;
  text: string;
}

/** A page's request: with the jar, and with the origin a browser would name. */
async function post(path: string, body: object = {}, headers: Record<string, string> = {}, at = here): Promise<Answer> {
  const answer = await jar.fetch(`${at}/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: at, ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: (text ? JSON.parse(text) : undefined) as Answer['body'] };
}
const credentials = () => ({ username: `cookie-${(people += 1)}`, password: PASSWORD, refreshIn: 'cookie' });
const signUp = async () => (await post('register', credentials())).body;
const outcome = ({ status, body }: Answer) => [status, body.code];
const age = (sessionId: string, seconds: number) =>
  database.query(`UPDATE sessions SET rotated_at = rotated_at - make_interval(secs => $2) WHERE id = $1`, [
    sessionId,
    seconds,
  ]);
const sessions = async () => Number((await database.query('SELECT count(*) AS n FROM sessions')).rows[0].n);

describe('a refresh token in the cookie', () => {
  it('is set by registering and signing in, is out of reach for scripts and other sites, and is not in the answer', async () => {
    const who = credentials();
    for (const [path, status] of [
      ['register', 201],
      ['login', 200],
    ] as const) {
      const answer = await post(path, who);
      expect([answer.status, answer.body.refreshToken]).toEqual([status, null]);
      expect(answer.text).not.toContain('prt_');
      expect(jar.told.at(-1)).toMatch(
        /^parley_refresh=prt_[\w-]{86}; Max-Age=2592000; Path=\/v1\/auth; HttpOnly; SameSite=Strict$/,
      );
    }
    expect(jar.told).toHaveLength(2);
  });

  it('is set for nobody who did not ask for it', async () => {
    const { refreshIn: _, ...who } = credentials();
    expect((await post('register', who)).body.refreshToken).toMatch(/^prt_/);
    expect((await post('login', { ...who, refreshIn: 'body' })).body.refreshToken).toMatch(/^prt_/);
    expect(jar.told).toEqual([]);
  });

  it('travels over https alone where the page came by it, by the word of a trusted proxy only', async () => {
    const forwarded = { 'x-forwarded-proto': 'https' };
    await post('register', credentials(), forwarded, behindProxy);
    expect(jar.told.at(-1)).toMatch(/; Secure(;|$)/);
    await post('register', credentials(), forwarded);
    expect(jar.told.at(-1)).not.toMatch(/Secure/);
  });

  it('is for pages of PUBLIC_URL too, whatever a proxy makes of the host, and goes as that says', async () => {
    expect((await post('register', credentials(), { origin: PUBLIC }, elsewhere)).status).toBe(201);
    expect(jar.told.at(-1)).toMatch(/; Secure(;|$)/);
    expect(outcome(await post('register', credentials(), { origin: 'http://chat.example' }, elsewhere))).toEqual(
      FOREIGN,
    );
    expect(outcome(await post('register', credentials(), { origin: PUBLIC }, there))).toEqual(FOREIGN);
  });

  it('is exchanged for its successor on any node, once more within 10 s, and ends the session when used later', async () => {
    const own = await signUp();
    const first = jar.get(NAME)!;
    const second = await post('refresh', {}, {}, there);
    expect([second.status, second.body.refreshToken, second.body.sessionId]).toEqual([200, null, own.sessionId]);
    const next = jar.get(NAME)!;
    expect(next).not.toBe(first);

    await age(own.sessionId, 8);
    jar.set(NAME, first, '/v1/auth');
    expect((await post('refresh')).status).toBe(200);
    expect(jar.get(NAME)).toBe(next);

    await age(own.sessionId, 3);
    jar.set(NAME, first, '/v1/auth');
    expect(outcome(await post('refresh'))).toEqual(INVALID);
    expect(jar.get(NAME)).toBeUndefined();
    jar.set(NAME, next, '/v1/auth');
    expect(outcome(await post('refresh'))).toEqual(INVALID);
  });

  it('gives 20 tabs that refresh at once one successor', async () => {
    await signUp();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => post('refresh', {}, {}, i % 2 ? here : there)),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
    expect(new Set(jar.told.slice(1).map((line) => line.split(';')[0])).size).toBe(1);
    expect((await post('refresh')).status).toBe(200);
  });

  it('is not asked for where the body has a token, and nothing is refreshed without either', async () => {
    await signUp();
    const kept = jar.get(NAME);
    expect(outcome(await post('refresh', { refreshToken: 'prt_x' }))).toEqual(INVALID);
    expect(jar.get(NAME)).toBe(kept);
    jar = new CookieJar();
    expect(outcome(await post('refresh'))).toEqual(INVALID);
  });

  it('shows a known device: failed tries of others do not keep its owner out', async () => {
    const strict = await startNode((await freshDatabase()).url, { SIGN_INS_PER_MINUTE: '5', TRUSTED_PROXIES: '1' });
    const from = (address: number) => ({ 'x-forwarded-for': `10.0.0.${address}` });
    const who = credentials();
    await post('register', who, from(1), strict.url);
    const stranger = new IdentityClient(strict.url);
    for (let i = 10; i < 16; i++) await stranger.login(who.username, 'wrong', {}, from(i));
    expect((await stranger.login(who.username, PASSWORD, {}, from(20))).status).toBe(429);
    expect((await post('login', who, from(21), strict.url)).status).toBe(200);
    await strict.close();
  });
});

describe('what awaits somebody who is not signed in', () => {
  const entry = async (url = here, headers = {}) => {
    const answer = await jar.fetch(`${url}/v1/auth`, { headers });
    return [answer.status, await answer.json()];
  };

  it('is the first account where nobody has one, on a node that was asked before too', async () => {
    const { url } = await freshDatabase();
    const [one, two] = await Promise.all([startNode(url), startNode(url)]);
    for (const node of [one, two])
      expect(await entry(node.url)).toEqual([200, { firstAccount: true, keptSession: false }]);
    await post('register', credentials(), {}, one.url);
    for (const node of [one, two])
      expect(await entry(node.url)).toEqual([200, { firstAccount: false, keptSession: true }]);
    await Promise.all([one.close(), two.close()]);
  });

  it('says of the cookie that it is there, and nothing to other sites', async () => {
    await signUp();
    expect(await entry()).toEqual([200, { firstAccount: false, keptSession: true }]);
    expect((await entry(here, { origin: 'https://evil.example' }))[0]).toBe(403);
    jar = new CookieJar();
    expect(await entry()).toEqual([200, { firstAccount: false, keptSession: false }]);
  });
});

describe('C23 other web sites', () => {
  it.each(['https://evil.example', 'null', 'https://evil.127.0.0.1', 'file://'])(
    'have nothing of it from %s',
    async (origin) => {
      const who = credentials();
      await post('register', who);
      const kept = jar.get(NAME);
      const before = await sessions();
      for (const [path, body] of [
        ['register', credentials()],
        ['login', who],
        ['refresh', {}],
      ] as const) {
        expect([path, ...outcome(await post(path, body, { origin }))]).toEqual([path, ...FOREIGN]);
      }
      expect([await sessions(), jar.get(NAME)]).toEqual([before, kept]);
      expect((await post('refresh')).status).toBe(200);
    },
  );

  it('cannot sign anybody out with it', async () => {
    const own = await signUp();
    const authorization = `Bearer ${own.accessToken}`;
    expect(outcome(await post('logout', {}, { authorization, origin: 'https://evil.example' }))).toEqual(FOREIGN);
    expect((await post('refresh')).status).toBe(200);
  });

  it('may have it where the operator allows their origin, and programs without an origin', async () => {
    await post('register', credentials(), { origin: FRIEND });
    expect((await post('refresh', {}, { origin: FRIEND })).status).toBe(200);
    const bare = await jar.fetch(`${here}/v1/auth/refresh`, { method: 'POST' });
    expect(bare.status).toBe(200);
    expect(outcome(await post('refresh', {}, { origin: FRIEND }, there))).toEqual(FOREIGN);
  });
});

describe('signing out', () => {
  it('ends the session and clears its cookie', async () => {
    const own = await signUp();
    const stolen = jar.get(NAME)!;
    expect((await post('logout', {}, { authorization: `Bearer ${own.accessToken}` })).status).toBe(204);
    expect(jar.get(NAME)).toBeUndefined();
    jar.set(NAME, stolen, '/v1/auth');
    expect(outcome(await post('refresh'))).toEqual(INVALID);
  });

  it('leaves the cookie of whoever signed in after', async () => {
    const first = await signUp();
    const second = await signUp();
    expect((await post('logout', {}, { authorization: `Bearer ${first.accessToken}` })).status).toBe(204);
    expect((await post('refresh')).body.sessionId).toBe(second.sessionId);
  });
});
