import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { ConversationView, TokensView } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { type Operation, operations, restViolation } from '../../support/rest-check.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';
import { badObjects, type Case, NOT_OBJECTS } from './mutations.js';
import { bearer, json, RawHttp, type RawRequest } from '../../support/raw-http.js';
import { FREE, isPublic, nameOf, resolve, Samples, schemaOf, withQuery } from './rest-samples.js';
import { Stored } from './stored.js';

let node: RunningParley;
let rest: IdentityClient;
let raw: RawHttp;
let stored: Stored;
let ann: TokensView;
let bob: TokensView;
let samples: Samples;
let sent = 0;

beforeAll(async () => {
  const { url } = await freshDatabase();
  // Only what answers requests: whatever a table gains was stored by one of them.
  node = await startNode(url, { ROLES: 'http', SEND_PER_SECOND: '10000', SEND_BURST: '10000' });
  rest = new IdentityClient(node.url);
  raw = new RawHttp(node.url);
  [ann, bob] = [await rest.account('ann'), await rest.account('bob')];
  const token = ann.accessToken;
  const body = { kind: 'group', title: 'Tea', userIds: [bob.user.id] };
  const group = (await rest.call<ConversationView>('POST', '/v1/conversations', { token, body })).body;
  const message = { body: 'hello', clientMessageId: newId() };
  await rest.call('POST', `/v1/conversations/${group.id}/messages`, { token, body: message });
  samples = new Samples(group.id, bob.user.id);
  stored = await Stored.open(url);
}, 60_000);
afterAll(async () => {
  console.info(`${sent} bad requests`);
  raw?.close();
  await stored?.close();
  await node?.close();
});

/** Two of them take nothing that could be bad. */
const asked = operations.filter((o) => o.method !== 'GET' || !isPublic(o));
const itIf = (applies: boolean) => (name: string, work: () => Promise<void>) => void (applies && it(name, work));

/** A refused sign-in is itself an entry, and the only thing that may be. */
const AUDIT: Record<string, string[]> = { 'POST /v1/auth/login': ['streams', 'entries', 'outbox'] };

/** Sends all of them and tells what is wrong with their answers. */
async function faults(
  operation: { method: string; path: string },
  cases: Array<{ name: string; request: Omit<RawRequest, 'method'>; method?: string; status?: number[] }>,
): Promise<string[]> {
  const before = await stored.digest();
  const found: string[] = [];
  for (const { name, request, method = operation.method, status } of cases) {
    sent += 1;
    const answer = await raw.send({ method, ...request });
    const fault = faultOf(method, request.path, answer, status);
    if (fault) found.push(`${nameOf(operation as Operation)}, ${name}: ${fault}`);
  }
  const after = await stored.digest();
  for (const [table, digest] of Object.entries(after))
    if (before[table] !== digest && !AUDIT[nameOf(operation as Operation)]?.includes(table))
      found.push(`${nameOf(operation as Operation)}: table ${table} changed`);
  return found;
}

function faultOf(
  method: string,
  path: string,
  answer: { status: number; contentType: string; text: string },
  status?: number[],
): string | null {
  if (status?.includes(answer.status) && answer.status < 400) return null;
  if (answer.status < 400) return `taken with ${answer.status}: ${answer.text.slice(0, 200)}`;
  if (answer.status >= 500) return `answered ${answer.status}: ${answer.text.slice(0, 200)}`;
  if (status && !status.includes(answer.status)) return `answered ${answer.status}: ${answer.text.slice(0, 200)}`;
  return restViolation({ method, path: path.split('?')[0]!, ...answer });
}

describe.each(asked.map((operation) => [nameOf(operation), operation] as const))('%s', (_, operation) => {
  const run = async (cases: Parameters<typeof faults>[1]) => expect(await faults(operation, cases)).toEqual([]);
  // What an operation breaks (a sign-out that was not refused) is its own fault alone.
  beforeAll(async () => {
    ann = (await rest.login('ann')).body;
  });
  const parameters = (where: string) => (operation.parameters ?? []).filter((p) => p.in === where);

  itIf(!isPublic(operation))('refuses who is not signed in', async () => {
    const path = withQuery(samples.path(operation), samples.query(operation));
    const [head, claims, signature] = ann.accessToken.split('.') as [string, string, string];
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const tokens: Array<[string, string | undefined]> = [
      ['no token', undefined],
      ['an empty one', 'Bearer '],
      ['garbage', 'Bearer x.y.z'],
      ['another scheme', `Basic ${ann.accessToken}`],
      ['two tokens', `Bearer ${ann.accessToken} ${ann.accessToken}`],
      ['no signature', `Bearer ${head}.${claims}.`],
      ['no algorithm', `Bearer ${none}.${claims}.`],
      ['other claims', `Bearer ${head}.${claims.slice(0, -4)}AAAA.${signature}`],
      ['a refresh token', `Bearer ${ann.refreshToken}`],
      ['a very long one', `Bearer ${'x'.repeat(8_000)}`],
    ];
    await run([
      ...tokens.map(([name, authorization]) => ({
        name,
        request: { path, headers: authorization ? { authorization } : undefined },
        status: [401],
      })),
      { name: 'in the URL', request: { path: withQuery(path, `access_token=${ann.accessToken}`) }, status: [401] },
    ]);
  });

  itIf(parameters('path').length > 0)('D14 refuses bad values in the path', async () => {
    const bad = ['x', '%00', '..%2f..%2fetc', '%ED%A0%80', '%', '%zz', '-1', '0', '10abc', '9007199254740993', '1.5'];
    bad.push('0198C1F4-5F0E-7C57-9E2E-4D6F5C1D2B3A', 'x'.repeat(150), 'x'.repeat(4_000), '%20', '__proto__', '0x10');
    bad.push('1e1', '+2', '%202', 'null', '%E2%80%8B', '%F0%9F%91%8D%00');
    const token = ann.accessToken;
    // A reaction may be any text that can be seen.
    const unseen = [
      '%00',
      '%20',
      '%202',
      '%E2%80%8B',
      '%F0%9F%91%8D%00',
      '%',
      '%zz',
      'x'.repeat(17),
      'x'.repeat(4_000),
    ];
    await run(
      parameters('path').flatMap(({ name }) =>
        (name === 'emoji' ? unseen : bad).map((value) => ({
          name: `${name} = ${value.slice(0, 50)}`,
          request: {
            path: withQuery(samples.path(operation, { [name]: value }), samples.query(operation)),
            headers: schemaOf(operation) ? json(token) : bearer(token),
            body: schemaOf(operation) ? JSON.stringify(samples.bodies(operation)[0]) : undefined,
          },
          status: [400, 404, 414],
        })),
      ),
    );
  });

  itIf(parameters('query').length > 0)('D13 D14 D16 R2 refuses bad values in the query', async () => {
    const numbers = ['-1', '10abc', '9007199254740993', '', '%20', '1.5', 'NaN', '1e2', '0x10', '%00', '+1', 'null'];
    const cursors = ['x', '%00', 'AAAA', ...['[]', '[null]', '["\\u0000","\\u0000"]', '{"a":1}', '["a","b","c"]']];
    cursors.push('["\\ud800","x"]', '[1e300,"x"]', '[-1,"x"]', '["x",-1]', '["\\u0000"]');
    const bad: Record<string, string[]> = {
      limit: [...numbers, '0', '1000000000', '201'],
      cursor: [
        ...cursors.map((c) => (c.startsWith('[') || c.startsWith('{') ? Buffer.from(c).toString('base64url') : c)),
      ],
      q: ['', 'x'.repeat(500)],
      userIds: ['', 'x', ',', `${newId()},x`, Array.from({ length: 201 }, newId).join()],
    };
    const token = ann.accessToken;
    const at = (name: string, query: string) => ({
      path: withQuery(samples.path(operation), samples.query(operation, name), query),
      headers: bearer(token),
    });
    await run(
      parameters('query').flatMap(({ name, required }) => {
        const values = bad[name] ?? [...numbers, ...(name === 'after' ? [] : ['0'])];
        return [
          ...values.map((v) => ({
            name: `${name} = ${v.slice(0, 50)}`,
            request: at(name, `${name}=${v}`),
            status: [400],
          })),
          ...(name === 'userIds'
            ? []
            : [{ name: `${name} twice`, request: at(name, `${name}=1&${name}=2`), status: [400] }]),
          { name: `${name}[]`, request: at(name, `${name}[]=1`), status: [400] },
          { name: `${name}[a]`, request: at(name, `${name}[a]=1`), status: [400] },
          ...(required ? [{ name: `no ${name}`, request: at(name, ''), status: [400] }] : []),
          { name: 'an unknown one', request: at('', 'nonsense=1'), status: [400] },
          { name: '__proto__', request: at('', '__proto__=1'), status: [400] },
          { name: 'constructor', request: at('', 'constructor=1'), status: [400] },
        ];
      }),
    );
  });

  itIf(schemaOf(operation) !== undefined)('B14 D2 D6 D12 D14 refuses bad bodies', async () => {
    const token = ann.accessToken;
    const path = samples.path(operation);
    // Every field of it may be left out, so an empty object says nothing, which is no mistake.
    const emptyIsSound = (resolve(schemaOf(operation)!).required ?? []).length === 0;
    const cases: Case[] = [
      ...NOT_OBJECTS.filter(({ json }) => !(emptyIsSound && json === '{}')),
      ...samples.bodies(operation).flatMap((sound) => badObjects(schemaOf(operation)!, sound, resolve, FREE)),
    ];
    await run(cases.map(({ name, json: body }) => ({ name, request: { path, headers: json(token), body } })));
  });

  itIf(operation.method !== 'GET')('D17 refuses what it cannot read', async () => {
    const token = ann.accessToken;
    const path = samples.path(operation);
    const body = JSON.stringify(samples.bodies(operation)[0] ?? {});
    const type = (contentType: string) => ({ ...bearer(token), 'content-type': contentType });
    const unread = ['{', '{"a":}', '{"a":1}x', "{'a':1}", '\u0000', '{"a":NaN}', '[1,'].map((broken) => ({
      name: `body ${broken}`,
      request: { path, headers: json(token), body: broken },
      status: [400],
    }));
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/html'];
    types.push('application/xml', 'x', 'application/json-patch+json');
    await run([
      ...unread,
      { name: 'invalid UTF-8', request: { path, headers: json(token), body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) } },
      { name: 'an empty body', request: { path, headers: json(token), body: '' }, status: [400] },
      {
        name: 'a body beyond the limit',
        request: { path, headers: json(token), body: JSON.stringify({ a: 'x'.repeat(70_000) }) },
        status: [413],
      },
      ...types.map((t) => ({ name: `type ${t}`, request: { path, headers: type(t), body }, status: [415] })),
      { name: 'no type', request: { path, headers: bearer(token), body }, status: [400, 415] },
    ]);
  });

  itIf(operation.method === 'POST' && !isPublic(operation))('refuses a bad Idempotency-Key', async () => {
    const body = schemaOf(operation) && JSON.stringify(samples.bodies(operation)[0]);
    await run(
      ['', 'with space', 'x'.repeat(129), 'é'].map((key) => ({
        name: `key ${key.slice(0, 20)}`,
        request: {
          path: samples.path(operation),
          headers: { ...(body ? json(ann.accessToken) : bearer(ann.accessToken)), 'idempotency-key': key },
          body,
        },
        status: [400],
      })),
    );
  });
});

describe('methods and paths', () => {
  const used = (path: string) => operations.filter((o) => o.path === path).map((o) => o.method);
  const paths = [...new Set(operations.map((o) => o.path))];

  it('R10 answers methods that are not used with 404 or 405', async () => {
    const cases = paths.flatMap((path) =>
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH', 'COPY']
        .filter((method) => !used(path).includes(method))
        .map((method) => ({
          name: method,
          method,
          request: { path: samples.path({ path }), headers: bearer(ann.accessToken) },
          // 400: `lookup` and `read` are no ids of another route.
          status: [400, 404, 405],
        }))
        // `/users/me` is also a value of `{id}`.
        .filter(({ method }) => !(path.endsWith('/me') && used(path.replace(/me$/, '{id}')).includes(method))),
    );
    expect(await faults({ method: 'any', path: 'any' }, cases)).toEqual([]);
  });

  it('B20 knows one spelling of each path', async () => {
    const cases = operations
      .filter((o) => o.path !== '/v1/users/{id}' || o.method !== 'GET')
      .flatMap((operation) => {
        const path = samples.path(operation);
        const spellings = [`/${path}`, path.replace('/v1/', '/v1//'), `${path}/`, path.replace('/v1/', '/V1/')];
        spellings.push(path.replace('/v1/', '/v1/%2e/'), path.replace('/v1/', '/v1/x/%2e%2e/'));
        spellings.push(path.replace('/v1/', '/v1/./'), path.replace('/v1/', '/v1/x/../'), `${path}%2f`, `${path};x=1`);
        spellings.push(path.replace('/v1/', '/v1%2f'), `${path}%20`, path.replace('/v1/', '/%76%31/').toUpperCase());
        return [...new Set(spellings)]
          .filter((s) => s !== path && !(operation.path.endsWith('{emoji}') && /(%2f|;x=1)$/.test(s)))
          .map((spelling) => ({
            name: spelling,
            method: operation.method,
            request: { path: spelling, headers: bearer(ann.accessToken) },
            status: [400, 404],
          }));
      });
    expect(await faults({ method: 'any', path: 'any' }, cases)).toEqual([]);
  });
});

describe('afterwards', () => {
  it('D11 the process lives, answers, and nobody has become anything', async () => {
    expect((await rest.call('GET', '/health/live')).status).toBe(200);
    const me = await rest.call<{ username: string; isAdmin: boolean }>('GET', '/v1/users/me', {
      token: bob.accessToken,
    });
    expect([me.status, me.body.username, me.body.isAdmin]).toEqual([200, 'bob', false]);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    expect(sent).toBeGreaterThan(2_000);
  });
});
