import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../../../scripts/parts/ensure.js';
import type { Cluster } from '../../cluster/cluster.js';

/** One of the operator's commands (`npm run parley -- …`) on the cluster's database. */
export async function operate(cluster: Cluster, ...args: string[]): Promise<void> {
  const program = join(projectFolder(), 'dist', 'src', 'cli', 'main.js');
  const env = { PATH: process.env['PATH'], DATABASE_URL: cluster.databaseUrl };
  await promisify(execFile)(process.execPath, [program, ...args], { env });
}
