import { readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.js';
import { removeOwned } from './owned-files.js';
import { processStart } from './process-identity.js';

/** A server as its `postmaster.pid` describes it. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The live server of this cluster, if there is one. Only looks: a server whose file is taken away shuts itself down. */
export function findPostmaster(home: Home): Postmaster | undefined {
  const [pid, , , port] = (readText(pidFile(home)) ?? '').split('\n').map(Number);
  return pid && port && servesCluster(pid, home.cluster) ? { pid, port } : undefined;
}

/**
 * Removes what a dead server left. Postgres itself trusts any live process with the number in the file, and then refuses to start: in a
 * container, where numbers are small, that is soon another program. To be called when no server of this cluster runs, by who holds
 * the lock of the data folder.
 */
export const dropPidFile = (home: Home): void => removeOwned(pidFile(home), home.user);

const pidFile = (home: Home): string => join(home.cluster, 'postmaster.pid');

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A server's working directory is its cluster, which tells it from another program with its number. */
function servesCluster(pid: number, cluster: string): boolean {
  if (!processStart(pid)) return false;
  if (process.platform !== 'linux') return true;
  const folder = realpathSync(cluster);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch (error) {
    return isDenied(error) && wasStartedOn(pid, folder);
  }
}

/**
 * Root in a container has no right to see where another user's process is. Whose it is and its command line (`postgres -D <cluster>`)
 * everybody may read; where even that is hidden, a live process is taken for the server rather than for somebody else's.
 */
function wasStartedOn(pid: number, folder: string): boolean {
  try {
    if (statSync(`/proc/${pid}`).uid !== statSync(folder).uid) return false;
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return args.some((arg, i) => arg === '-D' && realpathSync(args[i + 1] ?? '') === folder);
  } catch (error) {
    return isDenied(error);
  }
}

const isDenied = (error: unknown): boolean => ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
