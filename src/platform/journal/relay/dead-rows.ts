import type { Queries } from '../../database/index.js';

/** An outbox row that was given up. */
export interface DeadRow {
  id: number;
  shard: number;
  stream_id: string;
  seq: number;
  type: string | null;
  error: string;
  died_at: Date;
}

export function listDeadRows(db: Queries, limit: number): Promise<DeadRow[]> {
  return db.query(
    `SELECT d.id, d.shard, d.stream_id, d.seq, e.type, d.error, d.died_at FROM outbox_dead d
     LEFT JOIN entries e ON e.shard = d.shard AND e.stream_id = d.stream_id AND e.seq = d.seq
     ORDER BY d.died_at DESC, d.id DESC LIMIT $1`,
    [limit],
  );
}

/** Gives these rows, or with null all, back to the relay. Consumers have handled the entries by their tombstones already. */
export async function replayDeadRows(db: Queries, ids: readonly number[] | null): Promise<number> {
  const rows = await db.query(
    `WITH back AS (DELETE FROM outbox_dead WHERE $1::bigint[] IS NULL OR id = ANY ($1) RETURNING shard, stream_id, seq),
     queued AS (INSERT INTO outbox (shard, stream_id, seq) SELECT shard, stream_id, seq FROM back ORDER BY stream_id, seq)
     SELECT 1 FROM back`,
    [ids],
  );
  return rows.length;
}

/**
 * Publishes what the log has since then once more, for a Kafka that lost its topics; consumers drop what they had. What waits in the
 * outbox anyway takes its place in that order. What is appended meanwhile may come before it.
 */
export async function republish(db: Queries, since: Date): Promise<number> {
  const [again] = await db.query<{ n: number }>(
    `WITH waiting AS (DELETE FROM outbox WHERE entry_at >= $1),
     again AS (
       INSERT INTO outbox (shard, stream_id, seq, entry_at)
       SELECT shard, stream_id, seq, occurred_at FROM entries WHERE occurred_at >= $1 ORDER BY shard, stream_id, seq RETURNING 1)
     SELECT count(*) AS n FROM again`,
    [since],
  );
  return again!.n;
}
