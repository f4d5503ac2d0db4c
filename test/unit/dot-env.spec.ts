import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('what is said of it', () => {
  const scripts = Object.entries(
    (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
  );
  const source = (file: string) => readFileSync(existsSync(file) ? file : file.replace(/\.js$/, '.ts'), 'utf8');
  const imports = (file: string) =>
    [...source(file).matchAll(/(?:from|import) '(\.[^']+)'/g)].map(([, to]) => join(dirname(file), to!));

  /** Whether it reads `.env`, itself or by what it imports. */
  const reads = (file: string, seen = new Set<string>()): boolean =>
    file === join('scripts', 'dot-env.mjs') || imports(file).some((to) => !seen.has(to) && reads(to, seen.add(to)));
  const programs = (command: string) => [...command.matchAll(/(?:scripts|bench|test)\/\S+\.m?js/g)].map(String);
  const readers = scripts
    .filter(([, command]) => programs(command).some((file) => reads(file)))
    .map(([name]) => (name === 'start' ? 'npm start' : `npm run ${name}`));

  it.each(['README.md', '.env.example', join('docs', 'configuration.md')])(
    '%s names the commands that read it',
    (file) => {
      const sentence = readFileSync(file, 'utf8')
        .replaceAll(/\s(?:# )?/g, ' ')
        .split('. ')
        .find((text) => text.includes('.env') && text.includes('npm '));
      expect([...sentence!.matchAll(/npm (?:run )?[a-z:]+/g)].map(([name]) => name).sort()).toEqual(readers.sort());
    },
  );
});
