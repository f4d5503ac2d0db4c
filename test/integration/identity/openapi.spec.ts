import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from './identity-client.js';

interface Operation {
  summary?: string;
  security?: object[];
  responses: Record<string, { content?: Record<string, { schema?: object; examples?: object }> }>;
  requestBody?: { content: Record<string, { schema: object }> };
}

let node: RunningParley;
let operations: Array<[string, Operation]>;

beforeAll(async () => {
  node = await startNode((await freshDatabase()).url);
  const document = await new IdentityClient(node.url).call<{ paths: Record<string, Record<string, Operation>> }>(
    'GET',
    '/docs/openapi.json',
  );
  operations = Object.entries(document.body.paths)
    .filter(([path]) => /^\/v1\/(auth|users|admin\/users)/.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, op]): [string, Operation] => [`${method} ${path}`, op]),
    );
});
afterAll(() => node.close());

describe('the OpenAPI document of identity', () => {
  it('has every route with a summary, the schema of its answer and an example of each refusal', () => {
    expect(operations.length).toBe(20);
    for (const [name, operation] of operations) {
      expect(operation.summary, name).toBeTruthy();
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status === 'default') continue;
        const [type, body] = Object.entries(response.content ?? {})[0] ?? [];
        if (status === '204') expect(type, name).toBeUndefined();
        else if (status < '300')
          expect([type, Object.keys(body!.schema!).length > 0], name).toEqual(['application/json', true]);
        else
          expect([type, Object.keys(body!.examples!).length > 0], `${name} ${status}`).toEqual([
            'application/problem+json',
            true,
          ]);
      }
      expect(
        Object.keys(operation.responses).some((status) => status >= '400'),
        name,
      ).toBe(true);
    }
  });

  it('asks for a token everywhere but where one begins', () => {
    const open = operations
      .filter(([, op]) => op.security?.some((s) => Object.keys(s).length === 0))
      .map(([name]) => name);
    expect(open.sort()).toEqual([
      'get /v1/auth',
      'post /v1/auth/login',
      'post /v1/auth/refresh',
      'post /v1/auth/register',
    ]);
  });
});
