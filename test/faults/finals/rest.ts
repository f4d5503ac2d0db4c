import kafkajs from 'kafkajs';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { kafkaClient, lags } from '../../../scripts/replay/faults/topics.js';
import type { Recorder } from '../driver/recorder.js';
import type { Finals } from '../history/index.js';

const PREFIX = 'parley';
const LOOK_MS = 500;
/** Where Kafka cannot be asked how far its consumers are, they have this long to make entries of what was published. */
const UNSEEN_MS = 3_000;

interface Parts {
  databaseUrl: string;
  brokers: string | null;
  /** The run's own: what else a deployment has, or had left before, is no matter of this run. */
  streams: readonly string[];
}

/**
 * Waits until nothing moves any more: outbox empty, every record consumed, and no new entry between two looks, for what consumers
 * do makes entries of its own. Notes what is left then, or when `withinMs` is over.
 */
export async function rest(
  { databaseUrl, brokers, streams }: Parts,
  withinMs: number,
  recorder: Recorder,
  signal?: AbortSignal,
): Promise<Finals['rest']> {
  const database = new pg.Client(databaseUrl);
  const admin = brokers === null ? null : kafkaClient(brokers).admin();
  await Promise.all([database.connect(), admin?.connect()]);
  const began = performance.now();
  try {
    let before = await counts(database, streams);
    for (;;) {
      await delay(admin ? LOOK_MS : UNSEEN_MS, undefined, { signal });
      const behind = admin ? await lags(admin, PREFIX).catch(notNow) : {};
      const passed = performance.now() - began;
      if (behind === null) {
        if (passed > withinMs) throw new Error('Kafka never said how far its consumers are');
        continue;
      }
      const { entries, ...left } = await counts(database, streams);
      const quiet = before.outbox + left.outbox + Object.keys(behind).length === 0 && before.entries === entries;
      if (quiet || passed > withinMs) {
        const found = { ...left, behind, quietAfterMs: quiet ? Math.round(passed) : null };
        recorder.final('rest', found);
        return found;
      }
      before = { entries, ...left };
    }
  } finally {
    await Promise.all([database.end(), admin?.disconnect()]);
  }
}

/** A broker that has just come back hands its groups and partitions on: it will say later. */
function notNow(error: unknown): null {
  if (!(error instanceof kafkajs.KafkaJSError) || !error.retriable) throw error;
  return null;
}

interface Counts {
  entries: number;
  outbox: number;
  outboxDead: number;
  deadLetters: number;
}

async function counts(database: pg.Client, streams: readonly string[]): Promise<Counts> {
  const of = 'WHERE stream_id = ANY($1)';
  const { rows } = await database.query<Counts>(
    `SELECT (SELECT count(*) FROM entries ${of})::int AS entries, (SELECT count(*) FROM outbox ${of})::int AS outbox,
      (SELECT count(*) FROM outbox_dead ${of})::int AS "outboxDead",
      (SELECT count(*) FROM dead_letters ${of} AND replayed_at IS NULL)::int AS "deadLetters"`,
    [streams],
  );
  return rows[0]!;
}
