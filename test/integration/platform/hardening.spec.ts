import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { TokensView } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { operations } from '../../support/rest-check.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';

let node: RunningParley;
let bare: RunningParley;
let rest: IdentityClient;
let ann: TokensView;

beforeAll(async () => {
  const { url } = await freshDatabase();
  node = await startNode(url, { ROLES: 'http', ALLOWED_ORIGINS: 'https://chat.example' });
  bare = await startNode(url, { ROLES: 'http', SWAGGER: 'false' });
  rest = new IdentityClient(node.url);
  ann = await rest.account('ann');
});
afterAll(async () => {
  await node?.close();
  await bare?.close();
});

const targets = operations.map(({ method, path }) => [method, path.replace(/\{\w+\}/g, () => newId())] as const);

describe('answers', () => {
  it('B21 R9 of every route, taken or refused, may not be cached and carry the security headers', async () => {
    for (const [method, path] of [...targets, ['GET', '/v1/nowhere'], ['GET', '/']] as const) {
      for (const token of [undefined, ann.accessToken]) {
        if (path.endsWith('/logout') && token) continue;
        const { headers } = await fetch(node.url + path, {
          method,
          headers: token ? { authorization: `Bearer ${token}` } : {},
        });
        const where = `${method} ${path}`;
        if (path.startsWith('/v1/')) expect(headers.get('cache-control'), where).toBe('no-store');
        expect(headers.get('x-content-type-options'), where).toBe('nosniff');
        expect(headers.get('content-security-policy'), where).toContain("frame-ancestors 'none'");
        expect(headers.get('strict-transport-security'), where).toMatch(/max-age=\d{7,}/);
        expect(headers.get('x-powered-by'), where).toBeNull();
        expect(headers.get('server'), where).toBeNull();
      }
    }
  });

  it('R9 tell no other web site that it may read them', async () => {
    const from = async (origin: string, method = 'GET') => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      return (await fetch(`${node.url}/v1/server`, { method, headers })).headers;
    };
    for (const origin of ['https://evil.example', 'null', 'https://chat.example.evil.example', 'http://chat.example'])
      for (const method of ['GET', 'OPTIONS'])
        expect((await from(origin, method)).get('access-control-allow-origin'), origin).not.toBe(origin);
    expect((await from('https://chat.example')).get('access-control-allow-origin')).toBe('https://chat.example');
  });

  it('R10 to TRACE and other unused methods are refusals', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect([404, 405, 204, 400], method).toContain((await fetch(`${node.url}/v1/server`, { method })).status);
  });

  it.each([
    ['many unknown names', Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`n${i}`, 0]))],
    ['one very long name', { ['n'.repeat(60_000)]: 0 }],
  ])('to a body of %s are short', async (_, body) => {
    const { status, body: problem, text } = await rest.call('POST', '/v1/auth/refresh', { body });
    expect([status, problem.code]).toEqual([400, 'platform.validation']);
    expect(problem.errors!.length).toBeLessThanOrEqual(20);
    expect(text.length).toBeLessThan(4_096);
  });
});

it('R8 serves no documentation where it is turned off, and never metrics or internals on the public port', async () => {
  for (const path of ['/docs', '/docs/openapi.json', '/docs/openapi.yaml', '/docs/swagger-ui.css', '/metrics'])
    expect((await fetch(bare.url + path)).status, path).toBe(404);
  for (const path of ['/health/live', '/health/ready', '/v1/server']) {
    const text = await (await fetch(bare.url + path)).text();
    expect(text, path).not.toMatch(/postgres|127\.0\.0\.1|node_modules|stack/i);
  }
});
