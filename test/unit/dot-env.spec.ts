import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { projectFolder } from '../../scripts/parts/ensure.js';

// Plain JavaScript without types: it runs before anything is installed.
const script = pathToFileURL(join(projectFolder(), 'scripts', 'dot-env.mjs')).href;
const { readDotEnv } = (await import(script)) as { readDotEnv: (folder: string) => void };

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'parley-env-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

it('takes what `.env` sets and the environment does not', () => {
  vi.stubEnv('PARLEY_TEST_FILE', undefined);
  vi.stubEnv('PARLEY_TEST_BOTH', 'the environment');
  writeFileSync(join(folder, '.env'), '# a comment\nPARLEY_TEST_FILE=the file\nPARLEY_TEST_BOTH=the file\n');
  readDotEnv(folder);
  const { PARLEY_TEST_FILE, PARLEY_TEST_BOTH } = process.env;
  expect([PARLEY_TEST_FILE, PARLEY_TEST_BOTH]).toEqual(['the file', 'the environment']);
});

it('does without one', () => {
  expect(() => readDotEnv(folder)).not.toThrow();
});
