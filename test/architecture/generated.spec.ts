import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { asyncApiDocument } from '../../scripts/docs/asyncapi.js';
import { configurationPage } from '../../scripts/docs/configuration-page.js';
import { restDocument } from '../../scripts/docs/openapi.js';
import { missingBump, releaseOf, releases } from '../../scripts/docs/releases.js';
import { envExample } from '../../src/platform/config/settings-docs.js';

it('.env.example and docs/configuration.md are what `npm run docs` writes', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  expect(readFileSync('docs/configuration.md', 'utf8')).toBe(configurationPage());
});

it('docs/asyncapi.json is what `npm run docs` writes from the contract', () => {
  expect(JSON.parse(readFileSync('docs/asyncapi.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(asyncApiDocument())),
  );
});

it('docs/asyncapi.json is a valid AsyncAPI 3 document', async () => {
  const found = await new Parser().validate(readFileSync('docs/asyncapi.json', 'utf8'));
  expect(found.filter((d) => Number(d.severity) === 0)).toEqual([]);
});

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

it('docs/openapi.json is what `npm run docs` writes from the routes', async () => {
  expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(await restDocument())),
  );
});

it('docs/openapi.json is a valid OpenAPI 3.1 document; every route says what it answers and how it refuses', async () => {
  const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
  };
  expect(document.openapi).toBe('3.1.0');
  const found = await new Validator().validate(structuredClone(document));
  expect(found.valid, JSON.stringify(found.errors)).toBe(true);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );
  expect(operations.length).toBeGreaterThan(35);
  for (const [name, { responses }] of operations) {
    expect(responses['default'], name).toEqual({ $ref: '#/components/responses/Refused' });
    const good = Object.entries(responses).filter(([status]) => status < '300');
    expect(good.length, name).toBeGreaterThan(0);
    for (const [status, { content }] of good)
      expect(status === '204' || content?.['application/json']?.schema !== undefined, `${name} ${status}`).toBe(true);
  }
});

describe('a change of the documents', () => {
  const read = (name: string) => JSON.parse(readFileSync(`docs/${name}.json`, 'utf8')) as { info: { version: string } };
  const now = releaseOf(read('openapi'), read('asyncapi'));

  it('came with a new version', () => {
    expect(missingBump(now, releases())).toBeNull();
  });

  it('is seen, and none of it is asked for a version where nothing changed', () => {
    const before = { ...now, version: '1.9.0' };
    const at = (version: string, planted: object = {}) => missingBump({ ...now, version, ...planted }, [before]);
    const other = releaseOf({ ...read('openapi'), planted: 1 } as never, read('asyncapi'));
    expect(other.openapi).not.toBe(now.openapi);
    expect(at('1.9.0')).toBeNull();
    expect(at('1.9.0', { openapi: other.openapi })).toContain('docs/openapi.json changed since 1.9.0');
    expect(at('1.8.9', { asyncapi: 'x' })).toContain('docs/asyncapi.json');
    expect(at('1.10.0', { openapi: other.openapi })).toBeNull();
    expect(missingBump(now, [])).toBeNull();
    const bumped = { ...read('openapi'), info: { ...read('openapi').info, version: '99.0.0' } };
    expect(releaseOf(bumped, read('asyncapi'))).toEqual({ ...now, version: '99.0.0' });
  });
});
