import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient, PASSWORD } from './identity-client.js';

let databaseUrl: string;
let node: RunningParley;
let client: IdentityClient;

beforeAll(async () => {
  databaseUrl = (await freshDatabase()).url;
  // A hash of some milliseconds, as in production: what is compared is whether both ways take one.
  node = await startNode(databaseUrl, { ARGON2_MEMORY_KIB: '4096', ARGON2_PASSES: '2' });
  client = new IdentityClient(node.url);
  await client.account('administrator-1');
  await client.account('olga');
});
afterAll(() => node.close());

/** The chance that a random one of `a` is above a random one of `b`: 0.5 where nothing can be told. */
function auc(a: number[], b: number[]): number {
  const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
  return wins.reduce((sum: number, w) => sum + w, 0) / wins.length;
}

describe('signing in', () => {
  it('A20 begins a new session each time, whatever the client brought along', async () => {
    const one = (await client.login('olga')).body;
    const body = { username: 'OLGA', password: PASSWORD };
    const headers = {
      authorization: `Bearer ${one.accessToken}`,
      cookie: `sid=${one.sessionId}`,
      'x-user-id': one.user.id,
    };
    const two = await client.call<typeof one>('POST', '/v1/auth/login', { body, headers });
    expect(two.status).toBe(200);
    expect(two.body.user).toEqual(one.user);
    expect(two.body.sessionId).not.toBe(one.sessionId);
    expect(two.body.refreshToken).not.toBe(one.refreshToken);
  });

  it('A1 tells a wrong password and an unknown account with the same answer', async () => {
    const answers = await Promise.all([
      client.login('olga', 'not the password'),
      client.login('nobody-has-this', 'not the password'),
      client.login('olga\0', PASSWORD),
      client.login('x', PASSWORD),
      client.login('', ''),
      client.login("' OR 1=1 --", 'not the password'),
      client.login('\uD800olga', PASSWORD),
    ]);
    const bare = answers.map((a) => ({ ...a.body, requestId: undefined }));
    for (const other of bare) expect(other).toEqual(bare[0]);
    expect(bare[0]).toMatchObject({ status: 401, code: 'identity.invalid_credentials' });
    expect(new Set(answers.map((a) => a.text.length)).size).toBe(1);
    const names = (h: Headers) => [...h.keys()].sort().join();
    expect(new Set(answers.map((a) => names(a.headers))).size).toBe(1);
  });

  it('A1 takes as long for an unknown account as for a wrong password', { timeout: 60_000, retry: 2 }, async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    const timed = async (name: string) => {
      const began = performance.now();
      await client.login(name, 'not the password');
      return performance.now() - began;
    };
    for (let i = 0; i < 10; i++) await timed(`warm-up-${i}`);
    for (let i = 0; i < 200; i++) {
      // In turns, so that whatever else the machine does weighs on both.
      const first = i % 2 === 0;
      if (first) known.push(await timed('olga'));
      unknown.push(await timed(`nobody-${i}`));
      if (!first) known.push(await timed('olga'));
    }
    const told = auc(known, unknown);
    // 0.5 ± 2.7 standard errors of 200 against 200.
    expect(told, `AUC ${told}`).toBeGreaterThan(0.42);
    expect(told, `AUC ${told}`).toBeLessThan(0.58);
  });

  it('notes refusals in the log of the account, unknown ones apart', async () => {
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    const { rows } = await database.query(
      `SELECT a.username, e.payload ->> 'reason' AS reason, count(*)::int > 0 AS some FROM entries e LEFT JOIN accounts a ON a.id = e.actor_id
       WHERE e.type = 'identity.sign-in-refused.v1' GROUP BY 1, 2 ORDER BY 1`,
    );
    await database.end();
    expect(rows).toEqual([
      { username: 'olga', reason: 'wrong_password', some: true },
      { username: null, reason: 'unknown_account', some: true },
    ]);
  });

  it('A22 refuses a token in the URL', async () => {
    const { accessToken } = (await client.login('olga')).body;
    for (const name of ['token', 'access_token', 'authorization', 'auth']) {
      expect((await client.call('GET', `/v1/users/me?${name}=${accessToken}`)).status).toBe(401);
    }
  });
});

describe('limits on signing in', () => {
  let limited: RunningParley;
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const wrong = 'not the password';

  beforeAll(async () => {
    limited = await startNode(databaseUrl, { SIGN_INS_PER_MINUTE: '10', TRUSTED_PROXIES: '1' });
  });
  afterAll(() => limited.close());

  it('A3 stop guessing at one account from many addresses; its owner on a known device goes on', async () => {
    const guard = new IdentityClient(limited.url);
    const owner = (await client.login('olga')).body;
    const tries = [];
    for (let i = 0; i < 20; i++) tries.push(await guard.login('olga', wrong, {}, from(`198.51.100.${i % 10}`)));
    expect(tries.map((t) => t.status)).toEqual([...Array(10).fill(401), ...Array(10).fill(429)]);
    const last = tries.at(-1)!;
    expect(last.body.code).toBe('platform.rate_limited');
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);

    expect((await guard.login('olga', PASSWORD, {}, from('203.0.113.1'))).status).toBe(429);
    const home = from('203.0.113.2');
    const { refreshToken } = owner;
    expect((await guard.login('olga', PASSWORD, { refreshToken }, home)).status).toBe(200);
    expect((await guard.refresh(refreshToken)).status).toBe(200);
    // A token that is not this account's live one proves nothing.
    const stranger = await client.account('mallory');
    expect((await guard.login('olga', PASSWORD, { refreshToken: stranger.refreshToken }, home)).status).toBe(429);
    expect((await guard.login('olga', PASSWORD, { refreshToken }, home)).status).toBe(429);
  });

  it('are the same for an account that does not exist', async () => {
    const guard = new IdentityClient(limited.url);
    const tries = [];
    for (let i = 0; i < 12; i++) tries.push(await guard.login('never-was', wrong, {}, from(`198.51.101.${i}`)));
    expect(tries.map((t) => t.status)).toEqual([...Array(10).fill(401), 429, 429]);
  });

  it('A4 R3 stop one password tried on many accounts from one line, whatever it claims to be', async () => {
    const guard = new IdentityClient(limited.url);
    const tries = [];
    for (let i = 0; i < 15; i++) tries.push(await guard.login(`spray-${i}`, wrong, {}, from(`10.${i}.0.1, 192.0.2.7`)));
    expect(tries.map((t) => t.status)).toEqual([...Array(10).fill(401), ...Array(5).fill(429)]);
    const v6 = [];
    for (let i = 0; i < 12; i++) v6.push(await guard.login(`spray6-${i}`, wrong, {}, from(`2001:db8:1:2::${i + 1}`)));
    expect(v6.map((t) => t.status)).toEqual([...Array(10).fill(401), 429, 429]);
  });

  it('do not count what succeeds', async () => {
    const guard = new IdentityClient(limited.url);
    for (let i = 0; i < 15; i++)
      expect((await guard.login('mallory', PASSWORD, {}, from('192.0.2.9'))).status).toBe(200);
  });

  it('R1 hold for new accounts from one address', async () => {
    const guard = new IdentityClient(limited.url);
    const body = (i: number) => ({ username: `flood-${i}`, password: PASSWORD });
    const statuses = [];
    for (let i = 0; i < 12; i++) {
      statuses.push(
        (await guard.call('POST', '/v1/auth/register', { body: body(i), headers: from('192.0.2.10') })).status,
      );
    }
    expect(statuses).toEqual([...Array(10).fill(201), 429, 429]);
  });
});
