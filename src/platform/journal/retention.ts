import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Database, type Tx } from '../database/index.js';
import type { DatabaseError } from '../database/outcome.js';
import { log } from '../observability/index.js';
import { SHARDS } from './shard.js';

const DAY_MS = 86_400_000;
/** Entries live in one partition a week: few enough that a read by number probes a handful of indexes. */
const SPAN_DAYS = 7;
const AHEAD = 4;
const EVERY_MS = 6 * 3_600_000;
/** How long a start waits for the first run: it should find its partitions made, but clearing may take many minutes. */
const START_MS = 3_000;
/** After a run that somebody was in the way of, or that failed. */
const AGAIN_MS = 5 * 60_000;
/** Well below what an append waits for the database: the wait for the log's lock, and all of what holds it. */
const LOCK_MS = 500;
const HELD_MS = 1_000;
/** A lock that is not to be had; a statement that takes too long; an entry that fell into the default partition just now. */
const IN_THE_WAY = new Set(['55P03', '57014', '23514']);
/** Any fixed number of its own. */
const RETENTION_LOCK = 7_232_003;
/** Partition names are relative to this day, so that every node computes the same ones. A Monday. */
const ORIGIN = Date.UTC(2024, 0, 1);

const PARTITIONS = `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'entries'::regclass AND c.relname ~ '^entries_[0-9]{8}$' ORDER BY 1`;

const NOW = 'SELECT (extract(epoch FROM now()) * 1000)::bigint AS now';
const SPILLED = 'SELECT FROM entries_default WHERE occurred_at >= $1 AND occurred_at < $2 LIMIT 1';
const ANY_DEFAULT = 'SELECT FROM entries_default LIMIT 1';
/** Few enough for one statement's time. */
const SLICE = 1_000;
const CLEAR_DEFAULT = `DELETE FROM entries_default WHERE ctid = ANY (ARRAY(
  SELECT e.ctid FROM entries_default e WHERE e.shard = $1 AND e.occurred_at < $2 AND NOT EXISTS (
    SELECT FROM outbox o WHERE o.shard = e.shard AND o.stream_id = e.stream_id AND o.seq = e.seq)
  LIMIT ${SLICE})) RETURNING true`;

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
 * never touches what the outbox still has to publish. Many nodes may run it at once. It waits for nobody who reads the log
 * for long (a backup, a recount): every append would wait behind it.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await Promise.race([this.round(), delay(START_MS, undefined, { ref: false })]);
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** False: something was in the way, so that not all was done. `time`: in milliseconds, in place of the database's. */
  async run(time?: number): Promise<boolean> {
    const now = time ?? (await this.databaseTime());
    const limit = now - this.config.get('LOG_RETENTION_DAYS') * DAY_MS;
    const existing = await this.partitions();
    const weeks = Array.from({ length: AHEAD + 1 }, (_, week) => partitionAt(now, week));
    const steps = [
      ...weeks.filter(({ name }) => !existing.includes(name)).map((week) => () => this.create(week)),
      ...existing.filter((name) => endOf(name) <= limit).map((name) => () => this.drop(name)),
      () => this.clearDefault(limit),
    ];
    let done = true;
    for (const step of steps) done = !this.stopped && (await this.tried(step)) && done;
    return done;
  }

  private async round(): Promise<void> {
    const done = await this.run().catch((error: unknown) => {
      // Entries fall into the default partition meanwhile: nothing is lost, only dropped later.
      log.error({ err: error }, 'log retention failed; it is tried again later');
      return false;
    });
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.round(), done ? EVERY_MS : AGAIN_MS);
    this.timer.unref();
  }

  /** Each step by itself: where the coming weeks cannot be made, what is past its time goes all the same. */
  private async tried(step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      if (IN_THE_WAY.has((error as DatabaseError).code ?? ''))
        log.warn({ err: error }, 'log retention has to wait for others, or for a smaller default partition');
      else if (!this.stopped) log.error({ err: error }, 'a step of log retention failed; it is tried again later');
      return false;
    }
  }

  /** Not this node's: one whose clock is a month ahead would drop what everybody still needs. */
  private async databaseTime(): Promise<number> {
    const [row] = await this.database.named<{ now: number }>('retention-now', NOW, []);
    return row!.now;
  }

  private async partitions(): Promise<string[]> {
    const rows = await this.database.named<{ name: string }>('retention-partitions', PARTITIONS, []);
    return rows.map((r) => r.name);
  }

  /**
   * A week that the default partition has entries of cannot be made any more; they are cleared from there one by one. What
   * looking for them takes here is taken once more by Postgres while it holds the log.
   */
  private async create({ name, from, to }: Partition): Promise<void> {
    if (await this.any(SPILLED, [from, to]))
      return log.warn({ partition: name }, 'entries of this week stand in the default partition and stay there');
    const values = `FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`;
    await this.change(async (tx) => {
      await atMost(HELD_MS, tx);
      await tx.query(`CREATE TABLE IF NOT EXISTS ${name} PARTITION OF entries FOR VALUES ${values}`);
    });
  }

  private drop(name: string): Promise<void> {
    return this.change(async (tx) => {
      // Another node may have been here first.
      const [there] = await tx.query('SELECT WHERE to_regclass($1) IS NOT NULL', [name]);
      if (there === undefined) return;
      const [pending] = await tx.query(
        `SELECT 1 FROM outbox o JOIN ${name} e ON e.shard = o.shard AND e.stream_id = o.stream_id AND e.seq = o.seq LIMIT 1`,
      );
      if (pending !== undefined) return;
      await atMost(HELD_MS, tx);
      await tx.query(`DROP TABLE ${name}`);
      log.info({ partition: name }, 'dropped log entries past their retention');
    });
  }

  /** What fell into the default partition, shard by shard: each is one stretch of its key. */
  private async clearDefault(limit: number): Promise<void> {
    if (!(await this.any(ANY_DEFAULT))) return;
    for (let shard = 0; shard < SHARDS && !this.stopped; shard++) while (await this.clearSlice(shard, limit));
  }

  /** False: nothing more to clear there, or to be done at all. */
  private async clearSlice(shard: number, limit: number): Promise<boolean> {
    const gone = await this.change((tx) => tx.query(CLEAR_DEFAULT, [shard, new Date(limit)]));
    return gone.length === SLICE && !this.stopped;
  }

  private async any(sql: string, params: readonly unknown[] = []): Promise<boolean> {
    const found = await this.database.transaction(async (tx) => {
      await atMost(HELD_MS, tx);
      return tx.query(sql, params);
    });
    return found.length > 0;
  }

  /**
   * One change in a transaction of its own, so that no lock outlives it. Making a partition and dropping one lock the whole
   * log, and the default partition: whoever appends or reads queues behind a change that queues, and is refused soon after.
   */
  private change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
      // IF NOT EXISTS alone still fails when two nodes create the same partition at the same moment.
      await tx.query('SELECT pg_advisory_xact_lock($1)', [RETENTION_LOCK]);
      return work(tx);
    });
  }
}

const atMost = (ms: number, tx: Tx) => tx.query(`SET LOCAL statement_timeout = ${ms}`);

/** Of a partition's week, by its name. */
function endOf(name: string): number {
  const [, y, m, d] = /_(\d{4})(\d\d)(\d\d)$/.exec(name)!;
  return Date.UTC(Number(y), Number(m) - 1, Number(d)) + SPAN_DAYS * DAY_MS;
}
