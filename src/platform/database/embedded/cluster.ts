import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.js';
import { moveOwned, readOwned, removeOwned, writeOwned } from './owned-files.js';
import { runProgram } from './run-program.js';
import { type ServerSettings, serverSettings } from './server-settings.js';

/** Role and database of the application. The role owns the whole cluster, which serves nothing else. */
export const ROLE = 'parley';

const SETTINGS_FILE = 'parley.conf';
const HALF_MADE = '.making-';

/**
 * Makes the cluster on the first start. It is made beside its place and moved there when whole, so being killed half-way
 * leaves nothing that the next start would take for a cluster.
 */
export async function ensureCluster(bin: string, home: Home): Promise<void> {
  if (existsSync(home.cluster)) return;
  dropHalfMade(home);
  // A new name each time: the initdb of a killed application may still be writing to the old one.
  const half = `${home.cluster}${HALF_MADE}${randomBytes(4).toString('hex')}`;
  writeOwned(home.passwordFile, randomBytes(24).toString('base64url'), home.user);
  const options = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${ROLE}`, `--pwfile=${home.passwordFile}`];
  await runProgram(
    bin,
    'initdb',
    [`--pgdata=${half}`, ...options, ...access, '--no-instructions'],
    home,
    'create its cluster',
  );
  const settings = join(half, 'postgresql.conf');
  writeOwned(settings, `${readOwned(settings, home.user?.uid)}\ninclude '${SETTINGS_FILE}'\n`, home.user);
  moveOwned(half, home.cluster, home.user);
}

function dropHalfMade(home: Home): void {
  for (const name of readdirSync(home.folder)) {
    if (name.includes(HALF_MADE)) removeOwned(join(home.folder, name), home.user);
  }
}

export function writeSettings(home: Home, settings: ServerSettings): void {
  writeOwned(join(home.cluster, SETTINGS_FILE), serverSettings(settings), home.user);
  writeOwned(home.portFile, `${settings.port}\n`, home.user);
}

export function rememberedPort(home: Home): number | undefined {
  return existsSync(home.portFile) ? Number(readFileSync(home.portFile, 'utf8')) : undefined;
}

export function readPassword(home: Home): string {
  return readOwned(home.passwordFile, home.user?.uid).trim();
}
