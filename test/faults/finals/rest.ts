import kafkajs from 'kafkajs';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { kafkaClient, lags } from '../../../scripts/replay/faults/topics.js';
import type { Recorder } from '../driver/recorder.js';
import type { Finals } from '../history/index.js';

const PREFIX = 'parley';
const LOOK_MS = 500;

/**
 * Waits until nothing moves any more: outbox empty, every record consumed, and no new entry meanwhile, for what consumers
 * do makes entries of its own. Notes what is left then, or when `withinMs` is over.
 */
export async function rest(
  parts: { databaseUrl: string; brokers: string | null },
  withinMs: number,
  recorder: Recorder,
): Promise<Finals['rest']> {
  const database = new pg.Client(parts.databaseUrl);
  const admin = parts.brokers === null ? null : kafkaClient(parts.brokers).admin();
  await Promise.all([database.connect(), admin?.connect()]);
  const began = performance.now();
  try {
    for (;;) {
      const before = await counts(database);
      const behind = admin ? await lags(admin, PREFIX).catch(notNow) : {};
      if (behind === null) {
        if (performance.now() - began > withinMs) throw new Error('Kafka never said how far its consumers are');
        await delay(LOOK_MS);
        continue;
      }
      const { outbox, outboxDead, deadLetters, entries } = await counts(database);
      const quiet = before.outbox + outbox + Object.keys(behind).length === 0 && before.entries === entries;
      const passed = performance.now() - began;
      if (quiet || passed > withinMs) {
        const left = { outbox, outboxDead, deadLetters, behind, quietAfterMs: quiet ? Math.round(passed) : null };
        recorder.final('rest', left);
        return left;
      }
      await delay(LOOK_MS);
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

async function counts(database: pg.Client): Promise<Counts> {
  const { rows } = await database.query<Counts>(`SELECT (SELECT count(*) FROM entries)::int AS entries,
    (SELECT count(*) FROM outbox)::int AS outbox, (SELECT count(*) FROM outbox_dead)::int AS "outboxDead",
    (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL)::int AS "deadLetters"`);
  return rows[0]!;
}
