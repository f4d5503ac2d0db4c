import type { Queries } from '../database/index.js';
import type { DeadLetter } from './dead-letters.js';

/** Which dead letters: by id, of one consumer, or all. */
export interface Selection {
  ids?: readonly string[];
  consumer?: string;
}

const SELECTED = '($1::uuid[] IS NULL OR id = ANY ($1)) AND ($2::text IS NULL OR consumer = $2)';

export type ListedDeadLetter = Omit<DeadLetter, 'headers'> & { replay_requested_at: Date | null };

/** Those that were not replayed, newest first; with `before` those older than that one. */
export function listDeadLetters(
  db: Queries,
  selection: Selection & { before?: string },
  limit: number,
): Promise<ListedDeadLetter[]> {
  return db.query(
    `SELECT id, consumer, stream_id, seq, type, envelope, error, attempts, died_at, replay_requested_at FROM dead_letters
     WHERE replayed_at IS NULL AND ${SELECTED} AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $3`,
    [selection.ids ?? null, selection.consumer ?? null, limit, selection.before ?? null],
  );
}

/** Asks the nodes that run these consumers to try again; answers the ids. */
export async function requestReplay(db: Queries, selection: Selection): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `UPDATE dead_letters SET replay_requested_at = clock_timestamp() WHERE replayed_at IS NULL AND ${SELECTED} RETURNING id`,
    [selection.ids ?? null, selection.consumer ?? null],
  );
  return rows.map((r) => r.id);
}

/** Gives these up for good; answers which. One that is being replayed is waited for, and stays. */
export function discardDeadLetters(db: Queries, selection: Selection): Promise<Discarded[]> {
  return db.query(
    `DELETE FROM dead_letters WHERE replayed_at IS NULL AND ${SELECTED} RETURNING id, consumer, stream_id AS "streamId", seq`,
    [selection.ids ?? null, selection.consumer ?? null],
  );
}

export interface Discarded {
  id: string;
  consumer: string;
  streamId: string;
  seq: number;
}

export interface ReplayOutcome {
  replayed: number;
  /** Tried and failed again; the list has the new error. */
  failed: number;
  /** Not taken up yet: no node runs the consumer, or it is busy. */
  waiting: number;
}

export async function replayOutcome(db: Queries, ids: readonly string[]): Promise<ReplayOutcome> {
  const [row] = await db.query<ReplayOutcome>(
    `SELECT count(*) FILTER (WHERE replayed_at IS NOT NULL)::int AS replayed,
       count(*) FILTER (WHERE replayed_at IS NULL AND replay_requested_at IS NULL)::int AS failed,
       count(*) FILTER (WHERE replayed_at IS NULL AND replay_requested_at IS NOT NULL)::int AS waiting
     FROM dead_letters WHERE id = ANY ($1)`,
    [ids],
  );
  return row!;
}
