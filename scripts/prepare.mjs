// What both commands of the README need first, on a fresh checkout with Node alone: dependencies and a build.
// Plain JavaScript on purpose: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, whenChanged } from './sources.mjs';

export { root };
const MINIMUM = [20, 19];

export const say = (line) => console.log(`parley: ${line}`);

/**
 * With `root` as its folder. On Windows npm and npx are scripts that only a shell can run, and Node hands a shell what it is to run
 * without quotes: no argument of theirs may have a space, as any path outside of `root` may.
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32' && command !== process.execPath,
  });
  if (quiet && done.status !== 0) process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
  return done.status === 0;
}

export async function prepare() {
  requireNode();
  await installDependencies();
  await build();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  stop(`Parley needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.`);
}

/** `npm ci` when node_modules was not made from this lock file. */
async function installDependencies() {
  const installed = await whenChanged(join(root, 'node_modules', '.parley-lock'), ['package-lock.json'], () => {
    say('installing dependencies (npm ci); the first time this takes about a minute');
    return run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  });
  if (!installed) stop('npm ci failed; its output is above.');
}

/** Compiles the server and bundles the web client, each when a source of it changed since its last build. */
async function build() {
  const sources = ['src', 'sdk', 'migrations', 'scripts', 'bench', 'package.json'];
  const compiled = await whenChanged(join(root, 'dist', '.parley-build'), sources, () => {
    say('building (tsc); a few seconds');
    return run('npm', ['run', '--silent', 'build:server']);
  });
  if (!compiled || !run('npm', ['run', '--silent', 'build:web'])) stop('the build failed; its output is above.');
}

function stop(reason) {
  console.error(`parley: ${reason}`);
  process.exit(1);
}
