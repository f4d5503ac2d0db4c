import { columns } from '../../database/columns.js';
import type { Database } from '../../database/database.js';
import type { CommittedEntry } from '../entry.js';
import type { OutboxEntry, OutboxRow } from './outbox-row.js';
import { RecentEntries } from './recent-entries.js';

/** The part of the relay that decides what is published next. Getting it wrong loses or reorders: see the relay's test. */
export interface OutboxReader {
  /** What to publish next: per stream in the order of its numbers. `shards` in the order in which they take their turn. */
  read(shards: readonly number[], limit: number): Promise<OutboxRow[]>;
}

/** Most rows of one shard in one read, so that a busy conversation does not starve the others. */
const PER_SHARD = 250;

/**
 * Per shard by its key, so that the cost does not grow with the backlog. A stream with a row that waits for its next attempt
 * is left out as a whole.
 */
const PENDING = `
  SELECT o.shard, o.id, o.stream_id, o.seq, o.attempts, o.entry_at::text AS entry_at,
    (extract(epoch FROM o.entry_at) * 1000)::bigint AS at, (extract(epoch FROM now()) * 1000)::float8 AS now
  FROM (
    SELECT p.* FROM unnest($1::smallint[]) WITH ORDINALITY AS s (shard, turn)
    CROSS JOIN LATERAL (
      SELECT b.* FROM outbox b
      WHERE b.shard = s.shard AND NOT EXISTS (
        SELECT FROM outbox w WHERE w.shard = b.shard AND w.stream_id = b.stream_id AND w.id <= b.id AND w.next_attempt_at > now())
      ORDER BY b.id LIMIT $2) p
    LIMIT $3) o
  ORDER BY o.id`;
/** By lateral probes, so that no statistics can talk the planner into scanning; of one partition where the time is known. */
const ENTRIES = `
  SELECT w.id, e.event_id, e.type, e.actor_id, e.acl_version, e.payload::text AS payload,
    (extract(epoch FROM e.occurred_at) * 1000)::bigint AS at
  FROM unnest($1::smallint[], $2::bigint[], $3::uuid[], $4::bigint[], $5::timestamptz[]) AS w (shard, id, stream_id, seq, entry_at)
  JOIN LATERAL (
    SELECT * FROM entries x
    WHERE x.shard = w.shard AND x.stream_id = w.stream_id AND x.seq = w.seq AND x.occurred_at = w.entry_at
    UNION ALL
    SELECT * FROM entries x
    WHERE w.entry_at IS NULL AND x.shard = w.shard AND x.stream_id = w.stream_id AND x.seq = w.seq LIMIT 1) e ON true`;

interface PendingRow {
  shard: number;
  id: number;
  stream_id: string;
  seq: number;
  attempts: number;
  entry_at: string | null;
  at: number | null;
  now: number;
}

interface EntryRow {
  id: number;
  event_id: string;
  type: string;
  actor_id: string;
  acl_version: number;
  payload: string;
  at: number;
}

type FoundEntry = Omit<OutboxEntry, 'age'>;

/** The right reader: whatever is pending, in id order, by the one owner of the shard. */
export class PendingRowsReader implements OutboxReader {
  constructor(
    private readonly database: Database,
    private readonly recent = new RecentEntries(),
  ) {}

  async read(shards: readonly number[], limit: number): Promise<OutboxRow[]> {
    const rows = await this.database.named<PendingRow>('relay-pending', PENDING, [shards, PER_SHARD, limit]);
    const entries = new Map<number, FoundEntry>();
    for (const row of rows) {
      const known = this.recent.take(row.stream_id, row.seq, row.at);
      if (known) entries.set(row.id, fromMemory(known));
    }
    for (const row of await this.fromLog(rows.filter((r) => !entries.has(r.id)))) entries.set(row.id, fromRow(row));
    return rows.map((row) => outboxRow(row, entries.get(row.id)));
  }

  private async fromLog(rows: readonly PendingRow[]): Promise<EntryRow[]> {
    if (rows.length === 0) return [];
    const wanted = columns(
      rows,
      (r) => r.shard,
      (r) => r.id,
      (r) => r.stream_id,
      (r) => r.seq,
      (r) => r.entry_at,
    );
    return this.database.named<EntryRow>('relay-entries', ENTRIES, wanted);
  }
}

function outboxRow({ shard, id, stream_id, seq, attempts, now }: PendingRow, entry: FoundEntry | undefined): OutboxRow {
  return { shard, id, streamId: stream_id, seq, attempts, entry: entry ? { ...entry, age: now - entry.at } : null };
}

const fromMemory = ({ eventId, type, actorId, aclVersion, payloadJson, at }: CommittedEntry): FoundEntry => ({
  eventId,
  type,
  actorId,
  aclVersion,
  payloadJson,
  at: Date.parse(at),
});

const fromRow = ({ event_id, type, actor_id, acl_version, payload, at }: EntryRow): FoundEntry => ({
  eventId: event_id,
  type,
  actorId: actor_id,
  aclVersion: acl_version,
  payloadJson: payload,
  at,
});
