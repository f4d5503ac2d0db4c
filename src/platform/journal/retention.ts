import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Database, type Tx } from '../database/index.js';
import { log } from '../observability/index.js';

const DAY_MS = 86_400_000;
/** Entries live in one partition a week: few enough that a read by number probes a handful of indexes. */
const SPAN_DAYS = 7;
const AHEAD = 4;
const EVERY_MS = 6 * 3_600_000;
/** Any fixed number of its own. */
const RETENTION_LOCK = 7_232_003;
/** Partition names are relative to this day, so that every node computes the same ones. A Monday. */
const ORIGIN = Date.UTC(2024, 0, 1);

export interface Partition {
  name: string;
  from: Date;
  to: Date;
}

/** The week that holds `time`, moved by `offset` weeks. */
export function partitionAt(time: number, offset = 0): Partition {
  const index = Math.floor((time - ORIGIN) / (SPAN_DAYS * DAY_MS)) + offset;
  const from = new Date(ORIGIN + index * SPAN_DAYS * DAY_MS);
  return {
    name: `entries_${from.toISOString().slice(0, 10).replaceAll('-', '')}`,
    from,
    to: new Date(from.getTime() + SPAN_DAYS * DAY_MS),
  };
}

/**
 * Makes the partitions of the coming weeks and drops those whose every entry is older than LOG_RETENTION_DAYS. Dropping
 * never touches what the outbox still has to publish. Many nodes may run it at once.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const attempt = (): Promise<void> =>
      this.run(Date.now()).catch((error: unknown) => {
        // Entries fall into the default partition meanwhile: nothing is lost, only dropped later.
        log.error({ err: error }, 'log retention failed; it is tried again later');
      });
    await attempt();
    this.timer = setInterval(() => void attempt(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** `now` in milliseconds. */
  async run(now: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      // IF NOT EXISTS alone still fails when two nodes create the same partition at the same moment.
      await tx.query('SELECT pg_advisory_xact_lock($1)', [RETENTION_LOCK]);
      for (let week = 0; week <= AHEAD; week++) await this.create(tx, partitionAt(now, week));
      await this.dropBefore(tx, now - this.config.get('LOG_RETENTION_DAYS') * DAY_MS);
    });
  }

  private async create(tx: Tx, { name, from, to }: Partition): Promise<void> {
    await tx.query(
      `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF entries FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`,
    );
  }

  private async dropBefore(tx: Tx, limit: number): Promise<void> {
    const names = await tx.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'entries'::regclass AND c.relname ~ '^entries_[0-9]{8}$' ORDER BY 1`,
    );
    for (const { name } of names) {
      const [, y, m, d] = /_(\d{4})(\d\d)(\d\d)$/.exec(name)!;
      if (Date.UTC(Number(y), Number(m) - 1, Number(d)) + SPAN_DAYS * DAY_MS > limit) return;
      await this.drop(tx, name);
    }
  }

  private async drop(tx: Tx, name: string): Promise<void> {
    const [pending] = await tx.query(
      `SELECT 1 FROM outbox o JOIN ${name} e ON e.shard = o.shard AND e.stream_id = o.stream_id AND e.seq = o.seq LIMIT 1`,
    );
    if (pending !== undefined) return;
    await tx.query(`DROP TABLE IF EXISTS ${name}`);
    log.info({ partition: name }, 'dropped log entries past their retention');
  }
}
