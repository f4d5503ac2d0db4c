import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/index.js';

/**
 * One PostgreSQL for all sides of a figure: the server the product embeds, with its settings, in a throw-away folder; every side has a database of
 * its own. `BENCH_DATABASE_URL` names a running server instead (a superuser's URL); its version and settings are then what is measured.
 */
export class BenchPostgres {
  private constructor(
    private readonly adminUrl: string,
    readonly version: string,
    private readonly postmaster: number | undefined,
    private readonly close: () => Promise<void>,
  ) {}

  /** With `statements` the server can count them and what each takes (pg_stat_statements), for a database that asks for it; that costs a little. */
  static async start({ statements = false } = {}): Promise<BenchPostgres> {
    const external = process.env['BENCH_DATABASE_URL'];
    if (external) return BenchPostgres.attach(external, undefined, async () => undefined);
    const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
    // The server runs under another uid when this is root: it has to be able to enter.
    chmodSync(folder, 0o711);
    const start = () => startEmbeddedPostgres({ dataDir: folder, log: () => undefined });
    let server = await start();
    if (statements) {
      const admin = await connect(server.url);
      await admin.query(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
      await admin.query(`ALTER SYSTEM SET pg_stat_statements.track = 'none'`);
      await admin.end();
      await server.stop();
      server = await start();
    }
    return BenchPostgres.attach(server.url, server.pid, async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  private static async attach(
    url: string,
    postmaster: number | undefined,
    close: () => Promise<void>,
  ): Promise<BenchPostgres> {
    const admin = await connect(url);
    const { rows } = await admin.query<{ server_version: string }>('SHOW server_version');
    const durable = await admin.query<{ fsync: string; commit: string }>(
      "SELECT current_setting('fsync') fsync, current_setting('synchronous_commit') commit",
    );
    await admin.end();
    if (durable.rows[0]?.fsync !== 'on' || durable.rows[0].commit !== 'on')
      throw new Error('PostgreSQL must run with fsync and synchronous_commit on');
    return new BenchPostgres(url, rows[0]!.server_version, postmaster, close);
  }

  get pids(): number[] {
    return this.postmaster ? [this.postmaster] : [];
  }

  /** Makes an empty database and returns its URL. */
  async createDatabase(side: string): Promise<string> {
    const name = `bench_${side}`;
    const admin = await connect(this.adminUrl);
    await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    await admin.end();
    return this.adminUrl.replace(/\/[^/]*$/, `/${name}`);
  }

  /** Every window starts with an empty write-ahead log to flush, so that no side pays for the other's checkpoint. */
  async checkpoint(): Promise<void> {
    const admin = await connect(this.adminUrl);
    await admin.query('CHECKPOINT');
    await admin.end();
  }

  stop(): Promise<void> {
    return this.close();
  }
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A server that stops while the measurement ends must not end the process with an unhandled event.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
