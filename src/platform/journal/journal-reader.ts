import { Injectable } from '@nestjs/common';
import type { EntryType } from '../../contract/index.js';
import { Database } from '../database/database.js';
import type { CommittedEntry, StreamKind } from './entry.js';
import { shardOf } from './shard.js';

const COLUMNS = `e.seq, e.event_id, e.type, e.actor_id, e.acl_version, e.payload::text AS payload,
  (extract(epoch FROM e.occurred_at) * 1000)::bigint AS at`;
const RANGE = `SELECT ${COLUMNS} FROM entries e WHERE e.shard = $1 AND e.stream_id = $2 AND e.seq BETWEEN $3 AND $4 ORDER BY e.seq LIMIT $5`;
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

export interface Head {
  lastSeq: number;
  aclVersion: number;
}

/** Reads of the logs: resume, range, gate repair, consumers' holes. */
@Injectable()
export class JournalReader {
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
    return rows.map((r) => ({
      kind,
      streamId,
      seq: r.seq,
      eventId: r.event_id,
      aclVersion: r.acl_version,
      type: r.type,
      actorId: r.actor_id,
      at: new Date(r.at).toISOString(),
      payloadJson: r.payload,
    }));
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

  async head(streamId: string): Promise<Head | null> {
    return (await this.heads([streamId])).get(streamId) ?? null;
  }

  /** Names this database's history: it changes when an older state is restored, and every client then resets. */
  async epoch(): Promise<string> {
    if (this.knownEpoch === undefined) {
      const [row] = await this.database.named<{ epoch: string }>('journal-epoch', 'SELECT epoch FROM deployment', []);
      this.knownEpoch = row!.epoch;
    }
    return this.knownEpoch;
  }
}
