import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.js';
import { removeOwned } from './owned-files.js';

/** What every system takes for the path of a socket, in bytes (macOS: 104 with the closing zero, Linux: 108). */
const LONGEST = 103;
const NAME = '.s.PGSQL.';

/**
 * Where the server puts its Unix socket: into its own folder, which nobody else can enter. Undefined where the system has none or
 * the path would be too long.
 */
export function socketFolder(home: Home): string | undefined {
  const longest = Buffer.byteLength(join(home.folder, `${NAME}65535`));
  return process.platform !== 'win32' && longest <= LONGEST ? home.folder : undefined;
}

/** The same as `url` over the server's socket, where it has one. */
export function overSocket(url: string, home: Home, port: number): string | undefined {
  if (!statSync(join(home.folder, `${NAME}${port}`), { throwIfNoEntry: false })?.isSocket()) return undefined;
  return url.replace('@127.0.0.1:', `@${encodeURIComponent(home.folder)}:`);
}

/**
 * Removes what a dead server left: as with `postmaster.pid`, Postgres trusts any live process with the number in a socket's lock and
 * refuses to start. To be called when no server of this cluster runs.
 */
export function dropSockets(home: Home): void {
  for (const entry of readdirSync(home.folder, { withFileTypes: true }))
    if (entry.name.startsWith(NAME) && !entry.isDirectory()) removeOwned(join(home.folder, entry.name), home.user);
}
