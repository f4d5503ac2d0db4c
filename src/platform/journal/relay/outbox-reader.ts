import type { Database } from '../../database/database.js';
import type { OutboxRow } from './outbox-row.js';

/** The part of the relay that decides what is published next. Getting it wrong loses or reorders: see the relay's test. */
export interface OutboxReader {
  /** What to publish next: per stream in the order of its numbers. `shards` in the order in which they take their turn. */
  read(shards: readonly number[], limit: number): Promise<OutboxRow[]>;
}

/** Most rows of one shard in one read, so that a busy conversation does not starve the others. */
const PER_SHARD = 250;

/**
 * Per shard by its key, so that the cost does not grow with the backlog; entries by a lateral probe, so that no statistics
 * can talk the planner into scanning them. A stream with a row that waits for its next attempt is left out as a whole.
 */
const PENDING = `
  SELECT o.shard, o.id, o.stream_id, o.seq, o.attempts,
    e.event_id, e.type, e.actor_id, e.acl_version, e.payload::text AS payload,
    (extract(epoch FROM e.occurred_at) * 1000)::bigint AS at,
    (extract(epoch FROM now() - e.occurred_at) * 1000)::float8 AS age
  FROM (
    SELECT p.* FROM unnest($1::smallint[]) WITH ORDINALITY AS s (shard, turn)
    CROSS JOIN LATERAL (
      SELECT b.* FROM outbox b
      WHERE b.shard = s.shard AND NOT EXISTS (
        SELECT FROM outbox w WHERE w.shard = b.shard AND w.stream_id = b.stream_id AND w.id <= b.id AND w.next_attempt_at > now())
      ORDER BY b.id LIMIT $2) p
    LIMIT $3) o
  LEFT JOIN LATERAL (
    SELECT * FROM entries x
    WHERE x.shard = o.shard AND x.stream_id = o.stream_id AND x.seq = o.seq AND x.occurred_at = o.entry_at
    UNION ALL
    SELECT * FROM entries x
    WHERE o.entry_at IS NULL AND x.shard = o.shard AND x.stream_id = o.stream_id AND x.seq = o.seq LIMIT 1) e ON true
  ORDER BY o.id`;

interface PendingRow {
  shard: number;
  id: number;
  stream_id: string;
  seq: number;
  attempts: number;
  event_id: string | null;
  type: string;
  actor_id: string;
  acl_version: number;
  payload: string;
  at: number;
  age: number;
}

/** The right reader: whatever is pending, in id order, by the one owner of the shard. */
export class PendingRowsReader implements OutboxReader {
  constructor(private readonly database: Database) {}

  async read(shards: readonly number[], limit: number): Promise<OutboxRow[]> {
    const rows = await this.database.named<PendingRow>('relay-pending', PENDING, [shards, PER_SHARD, limit]);
    return rows.map(asOutboxRow);
  }
}

function asOutboxRow(r: PendingRow): OutboxRow {
  const { shard, id, stream_id: streamId, seq, attempts } = r;
  const entry =
    r.event_id === null
      ? null
      : {
          eventId: r.event_id,
          type: r.type,
          actorId: r.actor_id,
          aclVersion: r.acl_version,
          payloadJson: r.payload,
          at: r.at,
          age: r.age,
        };
  return { shard, id, streamId, seq, attempts, entry };
}
