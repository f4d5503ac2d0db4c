import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { CursorView, UserEntries } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { type AppendLane, type Companion, Journal, shardOf } from '../../platform/journal/index.js';
import { AT_START, sameCursor } from '../domain/cursor.js';

const KEY = 'p.shard = n.shard AND p.user_id = n.stream_id AND p.conversation_id = n.conversation_id';
const NEW = 'n.delivered_seq, n.read_seq, n.at';

const COMPANION: Companion = {
  name: 'pointer',
  columns: [
    { name: 'conversation_id', type: 'uuid' },
    { name: 'was_delivered', type: 'bigint' },
    { name: 'was_read', type: 'bigint' },
    { name: 'delivered_seq', type: 'bigint' },
    { name: 'read_seq', type: 'bigint' },
  ],
  // Under the lock of the user's log (the join with `locked`), and with a lock of its own so that it is the newest version:
  // whoever did not know it is told, and decides again.
  known: `WITH held AS MATERIALIZED (
      SELECT i.ord, i.was_delivered, i.was_read, p.delivered_seq, p.read_seq FROM input i
      LEFT JOIN locked l ON l.shard = i.shard AND l.stream_id = i.stream_id
      JOIN pointers p ON p.shard = i.shard AND p.user_id = i.stream_id AND p.conversation_id = i.conversation_id
      FOR UPDATE OF p)
    SELECT ord, json_build_object('deliveredSeq', delivered_seq, 'readSeq', read_seq) AS answer FROM held
    WHERE (delivered_seq, read_seq) <> (was_delivered, was_read)`,
  // A plain INSERT where this snapshot sees no row: two first moves at once break the key, and the append is tried again.
  write: [
    `UPDATE pointers p SET (delivered_seq, read_seq, moved_at) = (${NEW}) FROM num n WHERE ${KEY}`,
    `INSERT INTO pointers (shard, user_id, conversation_id, delivered_seq, read_seq, moved_at)
     SELECT n.shard, n.stream_id, n.conversation_id, ${NEW} FROM num n WHERE NOT EXISTS (SELECT FROM pointers p WHERE ${KEY})`,
  ],
};

const OF_MEMBERS = `SELECT p.user_id, p.delivered_seq, p.read_seq FROM unnest($1::smallint[], $2::uuid[]) AS w (shard, user_id)
  JOIN pointers p ON p.shard = w.shard AND p.user_id = w.user_id AND p.conversation_id = $3`;

interface Row {
  user_id: string;
  delivered_seq: number;
  read_seq: number;
}

/**
 * How far each user has got and read. A move is one append to the user's own log with the pointer as its companion, so that
 * the log's entries only grow and say what the table says.
 */
@Injectable()
export class Pointers {
  private readonly lane: AppendLane<CursorView>;
  /** What this node saw last. Only a first guess: the append compares it. */
  private readonly seen = new LRUCache<string, CursorView>({ max: 50_000 });

  constructor(
    journal: Journal,
    private readonly database: Database,
  ) {
    this.lane = journal.lane<CursorView>(COMPANION);
  }

  lastSeen(userId: string, conversationId: string): CursorView {
    return this.seen.get(userId + conversationId) ?? AT_START;
  }

  /** Moves from `was` to `to`. Where `was` is not what stands, nothing is stored and what stands is answered. */
  async move(userId: string, conversationId: string, was: CursorView, to: CursorView): Promise<CursorView> {
    const payload: UserEntries['messaging.cursor-moved.v1'] = { conversationId, ...to };
    const result = await this.lane.append({
      kind: 'user',
      streamId: userId,
      type: 'messaging.cursor-moved.v1',
      actorId: userId,
      payload,
      aclVersion: null,
      columns: [conversationId, was.deliveredSeq, was.readSeq, to.deliveredSeq, to.readSeq],
      dedupeKey: userId + conversationId,
    });
    if (result.status !== 'appended' && result.status !== 'known') throw new Error(`user ${userId} has no log`);
    const now = result.status === 'known' ? result.known : to;
    const before = this.seen.get(userId + conversationId);
    if (!before || !sameCursor(before, now)) this.seen.set(userId + conversationId, now);
    return now;
  }

  /** Those of these users that have moved at all. */
  async ofMembers(conversationId: string, userIds: readonly string[]): Promise<Map<string, CursorView>> {
    const values = [userIds.map(shardOf), userIds, conversationId];
    const rows = await this.database.named<Row>('pointers-of-members', OF_MEMBERS, values);
    return new Map(rows.map((r) => [r.user_id, { deliveredSeq: r.delivered_seq, readSeq: r.read_seq }]));
  }
}
