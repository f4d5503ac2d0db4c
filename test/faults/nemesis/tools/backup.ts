import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Cluster } from '../../cluster/cluster.js';
import { asAdmin, dataFolder } from './admin.js';
import { operate } from './operate.js';

const run = promisify(execFile);

/** A cold copy of the database's files. */
export class Backup {
  private constructor(
    private readonly cluster: Cluster,
    private readonly folder: string,
  ) {}

  /** Stops Postgres in order, copies it, starts it again: everything acked before this was called is in the copy. */
  static async take(cluster: Cluster): Promise<Backup> {
    const { postgres } = cluster.stack;
    const folder = await dataFolder(cluster);
    const backup = new Backup(cluster, folder);
    await postgres.kill('SIGINT');
    await run('cp', ['-a', folder, backup.copy]);
    await postgres.restart();
    return backup;
  }

  /** Stops Postgres and puts the copy in the place of what is there now. Nobody may be connected. */
  async putBack(): Promise<void> {
    await this.cluster.stack.postgres.kill('SIGINT');
    await rm(this.folder, { recursive: true });
    await run('mv', [this.copy, this.folder]);
  }

  /** Starts Postgres with what was put back, and gives it a name of its own, as docs/operations.md says. Answers the name. */
  async open(): Promise<string> {
    await this.cluster.stack.postgres.restart();
    await operate(this.cluster, 'restored');
    const admin = await asAdmin(this.cluster);
    const { epoch } = (await admin.query<{ epoch: string }>('SELECT epoch FROM deployment')).rows[0]!;
    await admin.end();
    return epoch;
  }

  private get copy(): string {
    return `${this.folder}-backup`;
  }
}
