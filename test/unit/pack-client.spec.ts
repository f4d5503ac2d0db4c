import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/parts/ensure.js';

/** Has Node treat commands as on Windows, where npm is a script that only a shell can run; the shell is ours. */
const AS_ON_WINDOWS = `Object.defineProperty(process, 'platform', { value: 'win32' }); process.env.comspec = '/bin/sh';`;

let folder: string;
/** A checkout whose path has a space, and so has Node's. */
let root: string;
let node: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-run-'));
  root = join(folder, 'my checkout');
  node = join(folder, 'Program Files', 'node');
  mkdirSync(join(folder, 'Program Files'));
  cpSync(process.execPath, node);
  writeFileSync(join(folder, 'windows.mjs'), AS_ON_WINDOWS);
  const copied = ['package.json', 'LICENSE', 'NOTICE', 'sdk', 'src', 'docs', 'tsconfig.json'];
  for (const name of copied) cpSync(join(projectFolder(), name), join(root, name), { recursive: true });
  mkdirSync(join(root, 'scripts'));
  for (const name of ['prepare', 'pack-client', 'sources'])
    cpSync(join(projectFolder(), 'scripts', `${name}.mjs`), join(root, 'scripts', `${name}.mjs`));
  symlinkSync(join(projectFolder(), 'node_modules'), join(root, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.skipIf(process.platform === 'win32')(
  'the client library is packed on Windows, whatever paths have spaces in them',
  () => {
    const windows = ['--import', pathToFileURL(join(folder, 'windows.mjs')).href];
    const out = join(folder, 'my packages');
    execFileSync(node, [...windows, join(root, 'scripts', 'pack-client.mjs'), `--out=${out}`], { cwd: root });
    expect(readdirSync(out)).toEqual([expect.stringMatching(/^parley-client-.*\.tgz$/)]);
  },
);
