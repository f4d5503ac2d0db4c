// npm run pack:client: the client library as a package that any project can install, `dist/parley-client-<version>.tgz`.
// Another folder for it: -- --out=<folder>.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './prepare.mjs';
import { root } from './sources.mjs';

const inRoot = (...path) => join(root, ...path);
const read = (...path) => JSON.parse(readFileSync(inRoot(...path), 'utf8'));
const { values } = parseArgs({ options: { out: { type: 'string', default: inRoot('dist') } } });
const made = inRoot('.cache', 'client');

rmSync(made, { recursive: true, force: true });
if (!run(process.execPath, [inRoot('node_modules', 'typescript-7', 'bin', 'tsc'), '-p', 'sdk'])) process.exit(1);
// `private` keeps the sources from being published in its place.
const { private: _, ...described } = read('sdk', 'package.json');
const { version } = read('package.json');
writeFileSync(join(made, 'package.json'), `${JSON.stringify({ ...described, version }, null, 2)}\n`);
for (const name of ['LICENSE', 'NOTICE']) copyFileSync(inRoot(name), join(made, name));
copyFileSync(inRoot('docs', 'client.md'), join(made, 'README.md'));
if (!run('npm', ['pack', './.cache/client', '--silent', '--pack-destination', '.cache'], { quiet: true }))
  process.exit(1);
const file = `parley-client-${version}.tgz`;
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
copyFileSync(inRoot('.cache', file), join(out, file));
rmSync(inRoot('.cache', file));
console.log(join(out, file));
