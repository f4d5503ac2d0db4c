import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurationPage } from '../../scripts/docs/configuration-page.js';
import { envExample } from '../../src/platform/config/settings-docs.js';

it('.env.example and docs/configuration.md are what `npm run docs` writes', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  expect(readFileSync('docs/configuration.md', 'utf8')).toBe(configurationPage());
});
