import type pg from 'pg';
import { pause } from './async.js';
import { connect } from './postgres.js';

/** A backend reports its counts when it has been idle for at most this long. */
const REPORTED_MS = 11_000;
const SAMPLE_MS = 50;

/** What the product asks of its database: transactions (nearly all are one statement) and connections held, seen from the server's own views. */
export class DatabaseLoad {
  private sampling: Promise<number> | undefined;
  private live = false;

  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<DatabaseLoad> {
    return new DatabaseLoad(await connect(url));
  }

  /** Transactions so far; waits until every idle backend has reported its own. */
  async transactions(): Promise<number> {
    await pause(REPORTED_MS);
    const { rows } = await this.client.query<{ n: string }>(
      'SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()',
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
