// What both commands of the README need first, on a fresh checkout with Node alone: dependencies and a build.
// Plain JavaScript on purpose: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const MINIMUM = [20, 19];

export const say = (line) => console.log(`parley: ${line}`);

export function run(command, args, { env = {}, quiet = false } = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (quiet && done.status !== 0) process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
  return done.status === 0;
}

export function prepare() {
  requireNode();
  installDependencies();
  build();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  stop(`Parley needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.`);
}

/** `npm ci` when node_modules was not made from this lock file. */
function installDependencies() {
  const stamp = join(root, 'node_modules', '.parley-lock');
  const want = hash([join(root, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  say('installing dependencies (npm ci); the first time this takes about a minute');
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) stop('npm ci failed; its output is above.');
  writeFileSync(stamp, want);
}

/** Compiles when a source changed since the last build. */
function build() {
  const stamp = join(root, 'dist', '.parley-build');
  const want = hash(
    ['src', 'sdk', 'migrations', 'scripts', 'bench']
      .flatMap((d) => sources(join(root, d)))
      .concat(join(root, 'package.json')),
  );
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  say('building (tsc); about ten seconds');
  if (!run('npm', ['run', '--silent', 'build'])) stop('the build failed; its output is above.');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, want);
}

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile() && !f.parentPath.includes('node_modules'))
    .map((f) => join(f.parentPath, f.name))
    .filter((f) => statSync(f).size < 1 << 20)
    .sort();
}

function hash(files) {
  const h = createHash('sha256').update(process.version);
  for (const file of files) h.update(file.slice(root.length)).update(readFileSync(file));
  return h.digest('hex');
}

function stop(reason) {
  console.error(`parley: ${reason}`);
  process.exit(1);
}
