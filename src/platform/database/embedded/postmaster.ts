import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.js';
import { processStart } from './process-identity.js';

/** A server as its `postmaster.pid` describes it. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The live server of this cluster, if there is one; a file left behind by a dead one is removed. */
export function findPostmaster(home: Home): Postmaster | undefined {
  const file = join(home.cluster, 'postmaster.pid');
  const lines = readLines(file);
  if (!lines) return undefined;
  const [pid, , , port] = lines.map(Number);
  if (pid && port && servesCluster(pid, home.cluster)) return { pid, port };
  rmSync(file, { force: true });
  return undefined;
}

function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

/**
 * Postgres itself trusts any live process with the number in the file, and then refuses to start: in a container, where
 * numbers are small, that is soon another program. A server's working directory is its cluster, which tells them apart.
 */
function servesCluster(pid: number, cluster: string): boolean {
  if (!processStart(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}
