import { Injectable } from '@nestjs/common';
import { newId } from '../../shared/ids.js';
import { Config } from '../config/config.js';
import { Database, type Tx } from '../database/database.js';
import { log } from '../observability/log.js';
import { committedEntry, writeWithin } from './append-batch.js';
import { AppendLane } from './append-lane.js';
import { AppendStatements, type Companion } from './append-statement.js';
import type { CommittedEntry, NewEntry, StreamKind } from './entry.js';
import { shardOf } from './shard.js';

const PLAIN = new AppendStatements(null);

interface StreamRow {
  last_seq: number;
  acl_version: number;
}

const APPEND_WITHIN = `
  WITH raised AS (
    UPDATE streams SET last_seq = last_seq + 1, acl_version = acl_version + $7::int
    WHERE shard = $1 AND stream_id = $2 RETURNING last_seq, acl_version),
  stored AS (
    INSERT INTO entries (shard, stream_id, seq, event_id, type, actor_id, acl_version, payload, occurred_at)
    SELECT $1, $2, last_seq, $3, $4, $5, acl_version, $6::json, date_trunc('milliseconds', clock_timestamp()) FROM raised
    RETURNING occurred_at),
  queued AS (INSERT INTO outbox (shard, stream_id, seq, entry_at) SELECT $1, $2, r.last_seq, s.occurred_at FROM raised r, stored s)
  SELECT r.last_seq AS seq, r.acl_version AS acl, (extract(epoch FROM s.occurred_at) * 1000)::bigint AS at
  FROM raised r, stored s`;

/**
 * Appends to logs. Two ways in: a lane (group commit, the hot path) and `appendWithin` (a fact that belongs to a larger
 * transaction). Either way the number is final at commit, gap-free, and listeners hear of it only afterwards.
 */
@Injectable()
export class Journal {
  private readonly listeners: Array<(entries: CommittedEntry[]) => void> = [];
  private readonly lanes: Array<AppendLane<unknown>> = [];

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** Called synchronously after each commit of this node, in commit order per stream; what it throws is only logged. */
  onCommitted(listener: (entries: CommittedEntry[]) => void): void {
    this.listeners.push(listener);
  }

  /** A lane of group commits for one kind of write; a module makes its lanes once, at start. */
  lane<Known>(companion: Companion | null): AppendLane<Known> {
    const lane = new AppendLane<Known>(this.database, companion, this.config.get('APPEND_QUEUE'), (e) =>
      this.publish(e),
    );
    this.lanes.push(lane as AppendLane<unknown>);
    return lane;
  }

  /** Appends waiting for a commit on this node. */
  get depth(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.depth, 0);
  }

  /** What appends would be refused now: a door that asks first spares all it would have cost to get there. */
  get full(): boolean {
    return this.lanes.some((lane) => lane.full);
  }

  /** Opens a log. Repeating it is harmless. */
  async open(tx: Tx, kind: StreamKind, streamId: string): Promise<void> {
    await tx.query(`INSERT INTO streams (shard, stream_id, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
      shardOf(streamId),
      streamId,
      kind,
    ]);
  }

  /** Locks the stream until the transaction ends and answers its head; null where it does not exist. */
  async lock(tx: Tx, streamId: string): Promise<{ lastSeq: number; aclVersion: number } | null> {
    const [row] = await tx.query<StreamRow>(
      `SELECT last_seq, acl_version FROM streams WHERE shard = $1 AND stream_id = $2 FOR UPDATE`,
      [shardOf(streamId), streamId],
    );
    return row ? { lastSeq: row.last_seq, aclVersion: row.acl_version } : null;
  }

  /**
   * Appends one entry inside the caller's transaction. `raiseAcl` for every change of membership or rights: sends that
   * were decided before it are then refused as stale. The caller's decision must have been made under `lock`.
   */
  async appendWithin(tx: Tx, entry: NewEntry, raiseAcl = false): Promise<CommittedEntry> {
    const eventId = newId();
    const payloadJson = JSON.stringify(entry.payload);
    const [row] = await tx.query<{ seq: number; acl: number; at: number }>(APPEND_WITHIN, [
      shardOf(entry.streamId),
      entry.streamId,
      eventId,
      entry.type,
      entry.actorId,
      payloadJson,
      raiseAcl ? 1 : 0,
    ]);
    if (!row) throw new Error(`append to a stream that was never opened: ${entry.streamId}`);
    const { kind, streamId, type, actorId } = entry;
    const committed: CommittedEntry = {
      kind,
      streamId,
      seq: row.seq,
      eventId,
      aclVersion: row.acl,
      type,
      actorId,
      at: new Date(row.at).toISOString(),
      payloadJson,
    };
    tx.afterCommit(() => this.publish([committed]));
    return committed;
  }

  /** The same for many entries of many streams, which it locks in the order of (shard, stream id). One statement. */
  async appendAllWithin(tx: Tx, entries: readonly NewEntry[]): Promise<CommittedEntry[]> {
    if (entries.length === 0) return [];
    const items = entries.map((item) => ({ item, eventId: newId(), payloadJson: JSON.stringify(item.payload) }));
    const committed = (await writeWithin(tx, PLAIN, items)).map((row) => {
      if (row.seq === null)
        throw new Error(`append within a transaction was refused: ${entries[row.ord - 1]!.streamId}`);
      return committedEntry(items[row.ord - 1]!, row);
    });
    tx.afterCommit(() => this.publish(committed));
    return committed;
  }

  private publish(entries: CommittedEntry[]): void {
    for (const listener of this.listeners) {
      try {
        listener(entries);
      } catch (error) {
        // What is committed stays acked: the gate and the relay find it in the log.
        log.error({ err: error }, 'a listener to commits failed');
      }
    }
  }
}
