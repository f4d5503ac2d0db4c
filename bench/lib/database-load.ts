import type pg from 'pg';
import { pause } from './async.js';
import { connect } from './postgres.js';

const SAMPLE_MS = 50;

/** What the product asks of its database: statements (BEGIN and COMMIT are some) and connections held, seen from the server's own views. */
export class DatabaseLoad {
  private sampling: Promise<number> | undefined;
  private live = false;

  private constructor(private readonly client: pg.Client) {}

  /** Has an empty database count what is asked of it from now on; the server has to be one that can (`BenchPostgres.start`). */
  static async count(url: string): Promise<void> {
    const client = await connect(url);
    await client.query('CREATE EXTENSION pg_stat_statements');
    await client.query(`DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET pg_stat_statements.track = top', current_database());
    END $$`);
    await client.end();
  }

  static async open(url: string): Promise<DatabaseLoad> {
    const client = await connect(url);
    // It looks at the others.
    await client.query('SET pg_stat_statements.track = none');
    return new DatabaseLoad(client);
  }

  /** Statements so far. */
  async statements(): Promise<number> {
    const { rows } = await this.client.query<{ n: string }>(
      `SELECT sum(calls) AS n FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
       WHERE d.datname = current_database()`,
    );
    return Number(rows[0]!.n);
  }

  /** Begins to watch how many connections the product holds. */
  watch(): void {
    this.live = true;
    this.sampling = this.sample();
  }

  /** Most connections held at once since `watch`. */
  async most(): Promise<number> {
    this.live = false;
    return this.sampling!;
  }

  private async sample(): Promise<number> {
    let most = 0;
    while (this.live) {
      const { rows } = await this.client.query<{ n: string }>(
        `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'parley%'`,
      );
      most = Math.max(most, Number(rows[0]!.n));
      await pause(SAMPLE_MS);
    }
    return most;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
