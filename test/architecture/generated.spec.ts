import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { asyncApiDocument } from '../../scripts/docs/asyncapi.js';
import { configurationPage } from '../../scripts/docs/configuration-page.js';
import { restDocument } from '../../scripts/docs/openapi.js';
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
