import { createHmac, createPublicKey, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { TokensView } from '../../../src/contract/index.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';

let databaseUrl: string;
let database: pg.Client;
let nodes: RunningParley[];
let client: IdentityClient;
let other: IdentityClient;
let me: TokensView;
let canary: Server;
let visits = 0;
/** The deployment's own key: what is signed with it is wrong in one thing only. */
let own: { kid: string; private_jwk: object };

beforeAll(async () => {
  databaseUrl = (await freshDatabase()).url;
  const url = databaseUrl;
  nodes = await Promise.all([startNode(url), startNode(url), startNode(url)]);
  [client, other] = nodes.map((node) => new IdentityClient(node.url)) as [IdentityClient, IdentityClient];
  me = await client.account('token-owner');
  database = new pg.Client({ connectionString: url });
  await database.connect();
  own = (await database.query('SELECT kid, private_jwk FROM signing_keys')).rows[0];
  canary = createServer((_, response) => {
    visits++;
    response.end(JSON.stringify({ keys: [] }));
  }).listen(0, '127.0.0.1');
  await once(canary, 'listening');
});
afterAll(async () => {
  canary.close();
  await database.end();
  await Promise.all(nodes.map((node) => node.close()));
});

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = (token: string) =>
  token.split('.').map((p, i) => (i < 2 ? JSON.parse(Buffer.from(p, 'base64url').toString()) : p));
const now = () => Math.floor(Date.now() / 1000);
const claims = (over: object = {}) => ({ ...parts(me.accessToken)[1], ...over });
const header = (over: object = {}) => ({ alg: 'ES256', typ: 'at+jwt', kid: own.kid, ...over });

/** A token with a good ES256 signature of the deployment's key over exactly these two parts. */
function signed(head: object, payload: object, key: unknown = own.private_jwk): string {
  const input = `${b64(head)}.${b64(payload)}`;
  const signature = createSign('sha256')
    .update(input)
    .sign({ key: key as never, format: 'jwk', dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

async function expectRefused(token: string, why = ''): Promise<void> {
  const answer = await client.call('GET', '/v1/users/me', { token });
  expect([answer.status, answer.body.code], why).toEqual([401, 'platform.unauthenticated']);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(answer.text).not.toMatch(/jwt|signature|expired|at Object|\.ts/i);
}

describe('access tokens', () => {
  it('are signed with one key that all nodes made together, and anybody can check them by the JWKS', async () => {
    const { rows } = await database.query('SELECT count(*)::int AS n FROM signing_keys');
    expect(rows).toEqual([{ n: 1 }]);
    const [here, there] = await Promise.all(
      [client, other].map((c) => c.call<{ keys: object[] }>('GET', '/.well-known/jwks.json')),
    );
    expect(here!.body).toEqual(there!.body);
    expect(here!.body.keys).toEqual([
      { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: own.kid, x: expect.any(String), y: expect.any(String) },
    ]);
    expect(await other.admits(me.accessToken)).toBe(true);
    const [head, payload] = parts(me.accessToken);
    expect(head).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: own.kid });
    expect(payload).toMatchObject({ iss: 'parley', aud: 'parley-api', sub: me.user.id, sid: me.sessionId, adm: true });
    expect(payload.exp - payload.iat).toBe(900);
    expect(await client.admits(signed(header(), claims()))).toBe(true);
  });

  it.each([
    ['no algorithm', () => `${b64(header({ alg: 'none' }))}.${b64(claims())}.`],
    [
      'no algorithm but the signature',
      () => `${b64(header({ alg: 'none' }))}.${b64(claims())}.${me.accessToken.split('.')[2]}`,
    ],
    ['another case of none', () => `${b64(header({ alg: 'nOnE' }))}.${b64(claims())}.`],
    ['an HMAC with the public key', () => hmac(jwk())],
    ['an HMAC with the public key as PEM', () => hmac(pem())],
    ['an HMAC with nothing', () => hmac('')],
    ['another key under our id', () => signed(header(), claims(), foreignKey())],
    ['another key under its own id', () => signed(header({ kid: 'foreign' }), claims(), foreignKey())],
    ['another key it brings along', () => signed(header({ jwk: foreignPublic() }), claims(), foreignKey())],
    ['an address of keys', () => signed(header({ jku: canaryUrl() }), claims(), foreignKey())],
    ['an address of certificates', () => signed(header({ x5u: canaryUrl() }), claims(), foreignKey())],
    ['an address of keys, signed by us', () => signed(header({ jku: canaryUrl() }), claims())],
    ['a key of its own, signed by us', () => signed(header({ jwk: foreignPublic() }), claims())],
    ['a path as key id', () => signed(header({ kid: '../../../../etc/passwd' }), claims())],
    ['an address as key id', () => signed(header({ kid: canaryUrl() }), claims())],
    ['SQL as key id', () => signed(header({ kid: `' OR 1=1 --` }), claims())],
    ['an object as key id', () => signed(header({ kid: { $ne: '' } }), claims())],
    ['__proto__ as key id', () => signed(header({ kid: '__proto__' }), claims())],
    ['no key id', () => signed({ alg: 'ES256', typ: 'at+jwt' }, claims())],
    ['an extension that must be understood', () => signed(header({ crit: ['exp'], b64: false }), claims())],
    ['1 s beyond the leeway', () => signed(header(), claims({ exp: now() - 31 }))],
    ['a beginning in the future', () => signed(header(), claims({ nbf: now() + 60 }))],
    ['no end', () => signed(header(), claims({ exp: undefined }))],
    ['an end that is no number', () => signed(header(), claims({ exp: '9999999999' }))],
    ['another audience', () => signed(header(), claims({ aud: 'other' }))],
    ['no audience', () => signed(header(), claims({ aud: undefined }))],
    ['another issuer', () => signed(header(), claims({ iss: 'https://evil.example' }))],
    ['another type', () => signed(header({ typ: 'JWT' }), claims())],
    ['no type', () => signed({ alg: 'ES256', kid: own.kid }, claims())],
    ['no session', () => signed(header(), claims({ sid: undefined }))],
    ['no user id', () => signed(header(), claims({ sub: 'admin' }))],
    ['rights that are no yes or no', () => signed(header(), claims({ adm: 'true' }))],
    ['a refresh token', () => me.refreshToken!],
    ['ten thousand characters', () => `${me.accessToken}${'A'.repeat(10_000)}`],
    ['ten thousand characters of payload', () => signed(header(), claims({ pad: 'x'.repeat(10_000) }))],
    ['nothing', () => ''],
    ['dots', () => '..'],
  ])('A5 A6 A7 A8 A9 A10 are refused with %s', async (_, make) => {
    await expectRefused(make());
    expect(visits).toBe(0);
  });

  it('A10 are refused with any part cut or any bit of it changed', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const flipped = (i: number, bit: number) => {
      const c = alphabet[alphabet.indexOf(me.accessToken[i]!) ^ (1 << bit)]!;
      return me.accessToken.slice(0, i) + c + me.accessToken.slice(i + 1);
    };
    const { length } = me.accessToken;
    const places = [...Array(length).keys()].filter(
      (i) => me.accessToken[i] !== '.' && (i % 5 === 0 || i > length - 4),
    );
    for (const i of places) for (const bit of [0, 5]) await expectRefused(flipped(i, bit), `at ${i}`);
    const [h, p, s] = me.accessToken.split('.') as [string, string, string];
    for (const cut of [
      `${h}.${p}`,
      `${h}.${p}.`,
      `.${p}.${s}`,
      `${h}..${s}`,
      `${h}.${p}.${s.slice(0, -1)}`,
      `${h.slice(1)}.${p}.${s}`,
    ]) {
      await expectRefused(cut, cut);
    }
  });

  it('A8 A21 are accepted within the leeway, and only in the Authorization header', async () => {
    expect(await client.admits(signed(header(), claims({ exp: now() - 20 })))).toBe(true);
    const tries: Array<[string, Record<string, string>]> = [
      [`/v1/users/me?token=${me.accessToken}`, {}],
      ['/v1/users/me', { cookie: `token=${me.accessToken}` }],
      ['/v1/users/me', { 'x-access-token': me.accessToken, 'x-user-id': me.user.id }],
      ['/v1/users/me', { authorization: me.accessToken }],
      ['/v1/users/me', { authorization: `Basic ${me.accessToken}` }],
      ['/v1/users/me', { authorization: `Bearer ${me.accessToken} ${me.accessToken}` }],
    ];
    for (const [path, headers] of tries) expect((await client.call('GET', path, { headers })).status).toBe(401);
  });

  it('that were accepted are refused once they lapse', async () => {
    const token = signed(header(), claims({ exp: now() - 28 }));
    expect(await client.admits(token)).toBe(true);
    await vi.waitFor(async () => expect(await client.admits(token)).toBe(false), { interval: 200 });
  });

  it('of a session that was revoked elsewhere stay refused after a restart', async () => {
    const leaving = await client.account('before-restart');
    await client.call('POST', '/v1/auth/logout', { token: leaving.accessToken });
    const { url } = await restarted();
    expect(await new IdentityClient(url).admits(leaving.accessToken)).toBe(false);
    expect(await new IdentityClient(url).admits(me.accessToken)).toBe(true);
  });
});

async function restarted(): Promise<RunningParley> {
  await nodes[2]!.close();
  nodes[2] = await startNode(databaseUrl);
  return nodes[2];
}

const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const foreignKey = () => foreign.privateKey.export({ format: 'jwk' });
const foreignPublic = () => foreign.publicKey.export({ format: 'jwk' });
const canaryUrl = () => `http://127.0.0.1:${(canary.address() as AddressInfo).port}/${randomUUID()}`;
const publicKey = () => {
  const { d: _, ...rest } = own.private_jwk as { d: string };
  return rest;
};
const jwk = () => JSON.stringify(publicKey());
const pem = () =>
  createPublicKey({ key: publicKey() as never, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
function hmac(key: string): string {
  const input = `${b64(header({ alg: 'HS256' }))}.${b64(claims())}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}
