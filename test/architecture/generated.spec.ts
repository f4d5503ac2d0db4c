import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { expect, it } from 'vitest';
import { asyncApiDocument } from '../../scripts/docs/asyncapi.js';
import { configurationPage } from '../../scripts/docs/configuration-page.js';
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
