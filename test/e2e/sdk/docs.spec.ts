import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { bodies, closeAll, PASSWORD, soon } from './people.js';

let node: RunningParley;
let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  node = await startNode((await freshDatabase()).url);
  mkdirSync(join('.cache', 'scripts'), { recursive: true });
  folder = mkdtempSync(join('.cache', 'scripts', 'docs-'));
});
afterAll(() => node.close());
afterEach(() => {
  closeAll();
  for (const child of running.splice(0)) child.kill();
});

/** The first example of a language in the page, aimed at this node. */
function example(language: string): string {
  const page = readFileSync('docs/client.md', 'utf8');
  const code = new RegExp('```' + language + '\n(.*?)```', 's').exec(page)![1]!;
  return code.replaceAll('http://127.0.0.1:3000', node.url);
}

const program = promisify(execFile);

/** Makes the folder a project that has the library installed, as `npm install <the package>` does. */
async function installLibrary(): Promise<void> {
  const { stdout } = await program(process.execPath, ['scripts/pack-client.mjs', `--out=${folder}`]);
  const place = join(folder, 'node_modules', '@parley', 'client');
  mkdirSync(place, { recursive: true });
  await program('tar', ['-xzf', stdout.trim(), '--strip-components=1', '-C', place]);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
}

/** Compiled as that project would: against the types of the package. */
async function compile(file: string): Promise<void> {
  const tsc = join('node_modules', 'typescript-7', 'bin', 'tsc');
  const options = ['--strict', '--ignoreConfig', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  await program(process.execPath, [tsc, ...options, file]);
}

function run(file: string): () => string {
  const child = spawn(process.execPath, [file]);
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return () => output;
}

describe('docs/client.md', () => {
  it('has two examples that work as they stand', async () => {
    const heron = createClient({ url: node.url });
    await heron.register({ username: 'heron', password: PASSWORD });
    await heron.connect();

    await installLibrary();
    writeFileSync(join(folder, 'library.ts'), example('ts'));
    await compile(join(folder, 'library.ts'));
    const library = run(join(folder, 'library.js'));
    await soon(() => expect(library()).toMatch(/stored as number 2/));
    await soon(() => expect(library()).toMatch(/2 Hello! (sent|delivered)/));
    await soon(() => expect(heron.conversations.get()).toHaveLength(1));
    const [conversation] = heron.conversations.get();
    await heron.timeline(conversation!.id).open();
    expect(bodies(heron, conversation!.id)).toContain('Hello!');

    writeFileSync(join(folder, 'bare.mjs'), example('js'));
    const bare = run(join(folder, 'bare.mjs'));
    await soon(() => expect(bare()).toMatch(/ok: true/));
    await soon(() => expect(bodies(heron, conversation!.id).filter((body) => body === 'Hello!')).toHaveLength(2));
    heron.close();
  }, 60_000);
});
