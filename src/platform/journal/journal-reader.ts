import { Injectable } from '@nestjs/common';
import type { EntryType } from '../../contract/index.js';
import { columns } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { CommittedEntry, StreamKind } from './entry.js';
import { HeadLookups } from './head-lookups.js';
import { shardOf } from './shard.js';

const COLUMNS = `e.seq, e.event_id, e.type, e.actor_id, e.acl_version, e.payload::text AS payload,
  (extract(epoch FROM e.occurred_at) * 1000)::bigint AS at`;
const RANGE = `SELECT ${COLUMNS} FROM entries e WHERE e.shard = $1 AND e.stream_id = $2 AND e.seq BETWEEN $3 AND $4 ORDER BY e.seq LIMIT $5`;
const RANGES = `SELECT w.stream_id, e.* FROM unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[])
    WITH ORDINALITY AS w (shard, stream_id, lowest, highest, ord)
  CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM entries e
    WHERE e.shard = w.shard AND e.stream_id = w.stream_id AND e.seq BETWEEN w.lowest AND w.highest) e
  ORDER BY w.ord, e.seq`;
const HEADS = `SELECT s.stream_id, s.last_seq, s.acl_version FROM streams s
  JOIN unnest($1::smallint[], $2::uuid[]) AS want (shard, stream_id) ON s.shard = want.shard AND s.stream_id = want.stream_id`;

interface EntryRow {
  seq: number;
  event_id: string;
  type: EntryType;
  actor_id: string;
  acl_version: number;
  payload: string;
  at: number;
}

export interface RangeWanted {
  kind: StreamKind;
  streamId: string;
  from: number;
  to: number;
}

export interface Head {
  lastSeq: number;
  aclVersion: number;
}

/** Reads of the logs: resume, range, gate repair, consumers' holes. */
@Injectable()
export class JournalReader {
  private readonly lookups = new HeadLookups((ids) => this.heads(ids));
  private knownEpoch: string | undefined;

  constructor(private readonly database: Database) {}

  /** Entries from..to (inclusive), ascending, at most `limit`. Fewer than asked for means: beyond head, or dropped by retention. */
  async range(kind: StreamKind, streamId: string, from: number, to: number, limit: number): Promise<CommittedEntry[]> {
    const rows = await this.database.named<EntryRow>('journal-range', RANGE, [
      shardOf(streamId),
      streamId,
      from,
      to,
      limit,
    ]);
    return rows.map((r) => committedEntry(kind, streamId, r));
  }

  /**
   * Ranges of many streams in one statement, each stream's entries ascending; a stream without any is left out. The caller
   * bounds how much that is.
   */
  async ranges(wanted: readonly RangeWanted[]): Promise<Map<string, CommittedEntry[]>> {
    const found = new Map<string, CommittedEntry[]>();
    if (wanted.length === 0) return found;
    const values = columns(
      wanted,
      (w) => shardOf(w.streamId),
      (w) => w.streamId,
      (w) => w.from,
      (w) => w.to,
    );
    const rows = await this.database.named<EntryRow & { stream_id: string }>('journal-ranges', RANGES, values);
    const kinds = new Map(wanted.map((w) => [w.streamId, w.kind]));
    for (const row of rows) {
      const entry = committedEntry(kinds.get(row.stream_id)!, row.stream_id, row);
      const list = found.get(row.stream_id);
      if (list) list.push(entry);
      else found.set(row.stream_id, [entry]);
    }
    return found;
  }

  /** Heads of many streams in one statement; unknown ids are left out. */
  async heads(streamIds: readonly string[]): Promise<Map<string, Head>> {
    if (streamIds.length === 0) return new Map();
    const rows = await this.database.named<{ stream_id: string; last_seq: number; acl_version: number }>(
      'journal-heads',
      HEADS,
      [streamIds.map(shardOf), streamIds],
    );
    return new Map(rows.map((r) => [r.stream_id, { lastSeq: r.last_seq, aclVersion: r.acl_version }]));
  }

  /** One head as it is now; many that are asked for at a time share a statement. */
  head(streamId: string): Promise<Head | null> {
    return this.lookups.head(streamId);
  }

  /** Names this database's history: it changes when an older state is restored, and every client then resets. */
  async epoch(): Promise<string> {
    return this.knownEpoch ?? this.refreshEpoch();
  }

  /** Reads the epoch anew; `epoch` answers from memory in between. */
  async refreshEpoch(): Promise<string> {
    const [row] = await this.database.named<{ epoch: string }>('journal-epoch', 'SELECT epoch FROM deployment', []);
    return (this.knownEpoch = row!.epoch);
  }
}

const committedEntry = (kind: StreamKind, streamId: string, row: EntryRow): CommittedEntry => ({
  kind,
  streamId,
  seq: row.seq,
  eventId: row.event_id,
  aclVersion: row.acl_version,
  type: row.type,
  actorId: row.actor_id,
  at: new Date(row.at).toISOString(),
  payloadJson: row.payload,
});
