import { Injectable } from '@nestjs/common';
import type { NotificationsEvents } from '../events.js';
import type { Tx } from '../../platform/database/index.js';
import { Journal, shardOf } from '../../platform/journal/index.js';
import type { Notification } from '../domain/notification.js';

const LOCK = `INSERT INTO notification_inboxes (shard, user_id) VALUES ($1, $2)
  ON CONFLICT (shard, user_id) DO UPDATE SET user_id = EXCLUDED.user_id RETURNING unread`;
const ADD = `
  WITH added AS (
    INSERT INTO notifications (shard, user_id, id, kind, conversation_id, seq, actor_id, created_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (
      SELECT FROM notification_reads r
      WHERE r.shard = $1 AND r.user_id = $2 AND r.conversation_id = $5 AND r.read_seq >= $6)
    ON CONFLICT DO NOTHING RETURNING id)
  UPDATE notification_inboxes SET unread = unread + 1
  WHERE shard = $1 AND user_id = $2 AND EXISTS (SELECT FROM added) RETURNING unread`;
const TAKE_BACK = `
  WITH gone AS (
    DELETE FROM notifications
    WHERE shard = $1 AND user_id = $2 AND conversation_id = $3 AND seq BETWEEN $4 AND $5 RETURNING id, read_at),
  counted AS (
    UPDATE notification_inboxes SET unread = unread - (SELECT count(*) FROM gone WHERE read_at IS NULL)
    WHERE shard = $1 AND user_id = $2 RETURNING unread)
  SELECT g.id, c.unread FROM gone g CROSS JOIN counted c`;
const READ_UP_TO = `
  INSERT INTO notification_reads AS r (shard, user_id, conversation_id, read_seq) VALUES ($1, $2, $3, $4)
  ON CONFLICT (shard, user_id, conversation_id) DO UPDATE SET read_seq = EXCLUDED.read_seq WHERE r.read_seq < EXCLUDED.read_seq`;
const HAS_READ = `SELECT 1 FROM notification_reads
  WHERE shard = $1 AND user_id = $2 AND conversation_id = $3 AND read_seq >= $4`;
const MARK = `
  WITH marked AS (
    UPDATE notifications SET read_at = now()
    WHERE shard = $1 AND user_id = $2 AND ($3::uuid IS NULL OR id = $3) AND read_at IS NULL RETURNING id)
  UPDATE notification_inboxes SET unread = unread - (SELECT count(*) FROM marked)
  WHERE shard = $1 AND user_id = $2 AND EXISTS (SELECT FROM marked) RETURNING unread`;

/** The last number a log can reach, for "everything of this conversation". */
const ALL_OF_IT = Number.MAX_SAFE_INTEGER;

/**
 * One user's list, counter and their entries in the user's log, changed together under the inbox row's lock. Of several users:
 * one after the other in the order of (shard, user id), as everything that locks users' logs does.
 */
@Injectable()
export class Inbox {
  constructor(private readonly journal: Journal) {}

  /** Nothing happens where it is there already or the user has read that far. */
  async add(tx: Tx, { id, userId, kind, conversationId, seq, actorId, at }: Notification): Promise<void> {
    await this.lock(tx, userId);
    const key = [shardOf(userId), userId, id, kind, conversationId, seq, actorId, at];
    const [inbox] = await tx.query<{ unread: number }>(ADD, key);
    if (!inbox) return;
    const payload = { notificationId: id, kind, conversationId, conversationSeq: seq, actorId, unread: inbox.unread };
    await this.tell(tx, userId, 'notifications.added.v1', payload, actorId);
  }

  /** The user has read the conversation up to `seq`: what is told of it no longer needs telling, now or later. */
  async readUpTo(tx: Tx, userId: string, conversationId: string, seq: number): Promise<void> {
    // Most moves of a cursor are deliveries: nothing is locked for them.
    if (seq === 0 || (await this.hasRead(tx, userId, conversationId, seq))) return;
    await this.lock(tx, userId);
    await tx.query(READ_UP_TO, [shardOf(userId), userId, conversationId, seq]);
    await this.takeBack(tx, userId, conversationId, 1, seq);
  }

  /** About one entry, or about the whole conversation. */
  async withdraw(tx: Tx, userId: string, conversationId: string, seq?: number): Promise<void> {
    await this.lock(tx, userId);
    await this.takeBack(tx, userId, conversationId, seq ?? 1, seq ?? ALL_OF_IT);
  }

  /** Marks one, or with null all; answers the count afterwards. */
  async markRead(tx: Tx, userId: string, id: string | null): Promise<number> {
    const before = await this.lock(tx, userId);
    const [inbox] = await tx.query<{ unread: number }>(MARK, [shardOf(userId), userId, id]);
    if (!inbox) return before;
    const payload = { notificationIds: id === null ? ('all' as const) : [id], unread: inbox.unread };
    await this.tell(tx, userId, 'notifications.read.v1', payload, userId);
    return inbox.unread;
  }

  async has(tx: Tx, userId: string, id: string): Promise<boolean> {
    const found = await tx.query('SELECT 1 FROM notifications WHERE shard = $1 AND user_id = $2 AND id = $3', [
      shardOf(userId),
      userId,
      id,
    ]);
    return found.length > 0;
  }

  /** Who was told of this entry. */
  async toldOf(tx: Tx, conversationId: string, seq: number): Promise<string[]> {
    const rows = await tx.query<{ user_id: string }>(
      'SELECT user_id FROM notifications WHERE conversation_id = $1 AND seq = $2',
      [conversationId, seq],
    );
    return rows.map((r) => r.user_id);
  }

  private async hasRead(tx: Tx, userId: string, conversationId: string, seq: number): Promise<boolean> {
    const known = await tx.query(HAS_READ, [shardOf(userId), userId, conversationId, seq]);
    return known.length > 0;
  }

  private async lock(tx: Tx, userId: string): Promise<number> {
    const [inbox] = await tx.query<{ unread: number }>(LOCK, [shardOf(userId), userId]);
    return inbox!.unread;
  }

  private async takeBack(tx: Tx, userId: string, conversationId: string, from: number, to: number): Promise<void> {
    const key = [shardOf(userId), userId, conversationId, from, to];
    const gone = await tx.query<{ id: string; unread: number }>(TAKE_BACK, key);
    if (gone.length === 0) return;
    const payload = { notificationIds: gone.map((g) => g.id), unread: gone[0]!.unread };
    await this.tell(tx, userId, 'notifications.withdrawn.v1', payload, userId);
  }

  private async tell<T extends keyof NotificationsEvents>(
    tx: Tx,
    userId: string,
    type: T,
    payload: NotificationsEvents[T],
    actorId: string,
  ): Promise<void> {
    await this.journal.appendWithin(tx, { kind: 'user', streamId: userId, type, actorId, payload, aclVersion: null });
  }
}
