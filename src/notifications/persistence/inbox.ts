import { Injectable } from '@nestjs/common';
import type { NotificationsEvents } from '../events.js';
import type { Tx } from '../../platform/database/index.js';
import { Journal, type NewEntry, shardOf } from '../../platform/journal/index.js';
import type { Notification } from '../domain/notification.js';

/** From which read pointer on a notification is read. An invitation's own number is where its user's pointer begins. */
const readAt = (row: string) => `${row}.seq + (${row}.kind = 'invitation')::int`;
/** Whoever has none gets one; a row that is there is locked, which does not take a condition that holds, and not written. */
const LOCK_ALL = `INSERT INTO notification_inboxes AS n (shard, user_id)
  SELECT DISTINCT i.shard, i.user_id FROM unnest($1::smallint[], $2::uuid[]) AS i (shard, user_id) ORDER BY i.shard, i.user_id
  ON CONFLICT (shard, user_id) DO UPDATE SET unread = n.unread WHERE false`;
/** Joined as a whole, which is hashed: the planner takes both for a handful and would compare each with each. */
const ADD_ALL = `
  WITH input AS (
    SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::bigint[], $7::uuid[], $8::timestamptz[])
    AS i (shard, user_id, id, kind, conversation_id, seq, actor_id, created_at)),
  added AS (
    INSERT INTO notifications (shard, user_id, id, kind, conversation_id, seq, actor_id, created_at)
    SELECT * FROM input i WHERE NOT EXISTS (
      SELECT FROM notification_reads r WHERE r.shard = i.shard AND r.user_id = i.user_id
        AND r.conversation_id = i.conversation_id AND r.read_seq >= ${readAt('i')})
    ON CONFLICT DO NOTHING RETURNING shard, user_id, id),
  counted AS (
    UPDATE notification_inboxes n SET unread = n.unread + a.n
    FROM (SELECT shard, user_id, count(*) AS n FROM added GROUP BY shard, user_id) a
    WHERE n.shard = a.shard AND n.user_id = a.user_id RETURNING n.user_id, n.unread)
  SELECT a.id, c.unread FROM added a FULL JOIN counted c ON c.user_id = a.user_id`;
const TAKE_BACK = `
  WITH gone AS (
    DELETE FROM notifications n
    WHERE shard = $1 AND user_id = $2 AND conversation_id = $3 AND seq >= $4 AND ${readAt('n')} <= $5 RETURNING id, read_at),
  counted AS (
    UPDATE notification_inboxes SET unread = unread - (SELECT count(*) FROM gone WHERE read_at IS NULL)
    WHERE shard = $1 AND user_id = $2 RETURNING unread)
  SELECT g.id, c.unread FROM gone g CROSS JOIN counted c`;
const READ_UP_TO = `
  INSERT INTO notification_reads AS r (shard, user_id, conversation_id, read_seq) VALUES ($1, $2, $3, $4)
  ON CONFLICT (shard, user_id, conversation_id) DO UPDATE SET read_seq = EXCLUDED.read_seq WHERE r.read_seq < EXCLUDED.read_seq`;
const TOLD = `SELECT n.user_id FROM notifications n
  JOIN unnest($1::smallint[], $2::uuid[]) AS u (shard, user_id) ON n.shard = u.shard AND n.user_id = u.user_id
  WHERE n.conversation_id = $3 AND n.seq = $4`;
const HAS_READ = `SELECT 1 FROM notification_reads
  WHERE shard = $1 AND user_id = $2 AND conversation_id = $3 AND read_seq >= $4`;
const UNREAD = `SELECT unread FROM notification_inboxes WHERE shard = $1 AND user_id = $2`;
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

  /** Nothing happens for those that are there already or whose user has read that far. */
  async add(tx: Tx, notifications: readonly Notification[]): Promise<void> {
    if (notifications.length === 0) return;
    await this.lockAll(
      tx,
      notifications.map((n) => n.userId),
    );
    const rows = await tx.query<{ id: string; unread: number }>(ADD_ALL, columnsOf(notifications));
    const unread = new Map(rows.map((row) => [row.id, row.unread]));
    // The same notification twice in one batch is one.
    const added = new Map(notifications.flatMap((n) => (unread.has(n.id) ? [[n.id, n] as const] : [])));
    const entries = [...byUser(added.values())].map(([userId, own]) =>
      addedEntry(userId, own, unread.get(own[0]!.id)!),
    );
    await this.journal.appendAllWithin(tx, entries);
  }

  /** The user has read the conversation up to `seq`: what is told of it no longer needs telling, now or later. */
  async readUpTo(tx: Tx, userId: string, conversationId: string, seq: number): Promise<void> {
    // Most moves of a cursor are deliveries: nothing is locked for them.
    if (seq === 0 || (await this.hasRead(tx, userId, conversationId, seq))) return;
    await this.lock(tx, userId);
    await tx.query(READ_UP_TO, [shardOf(userId), userId, conversationId, seq]);
    await this.takeBack(tx, userId, conversationId, 1, seq);
  }

  /** Of these users, about one entry or about the whole conversation. */
  async withdraw(tx: Tx, userIds: readonly string[], conversationId: string, seq?: number): Promise<void> {
    for (const userId of inLockOrder(userIds)) {
      await this.lock(tx, userId);
      await this.takeBack(tx, userId, conversationId, seq ?? 1, seq ?? ALL_OF_IT);
    }
  }

  /** Marks one, or with null all; answers the count afterwards. */
  async markRead(tx: Tx, userId: string, id: string | null): Promise<number> {
    await this.lock(tx, userId);
    const key = [shardOf(userId), userId];
    const [inbox] = await tx.query<{ unread: number }>(MARK, [...key, id]);
    if (!inbox) return (await tx.query<{ unread: number }>(UNREAD, key))[0]!.unread;
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

  /** Which of these users were told of this entry. */
  async toldOf(tx: Tx, userIds: readonly string[], conversationId: string, seq: number): Promise<string[]> {
    const rows = await tx.query<{ user_id: string }>(TOLD, [userIds.map(shardOf), userIds, conversationId, seq]);
    return rows.map((r) => r.user_id);
  }

  private async hasRead(tx: Tx, userId: string, conversationId: string, seq: number): Promise<boolean> {
    const known = await tx.query(HAS_READ, [shardOf(userId), userId, conversationId, seq]);
    return known.length > 0;
  }

  private lock(tx: Tx, userId: string): Promise<void> {
    return this.lockAll(tx, [userId]);
  }

  /** In the order of (shard, user id), as the append locks its streams, so that the two cannot wait for each other. */
  private async lockAll(tx: Tx, userIds: readonly string[]): Promise<void> {
    await tx.query(LOCK_ALL, [userIds.map(shardOf), userIds]);
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

function columnsOf(notifications: readonly Notification[]): unknown[] {
  const column = <T>(of: (n: Notification) => T): T[] => notifications.map(of);
  return [
    column((n) => shardOf(n.userId)),
    column((n) => n.userId),
    column((n) => n.id),
    column((n) => n.kind),
    column((n) => n.conversationId),
    column((n) => n.seq),
    column((n) => n.actorId),
    column((n) => n.at),
  ];
}

function inLockOrder(userIds: readonly string[]): string[] {
  return [...userIds].sort((a, b) => shardOf(a) - shardOf(b) || (a < b ? -1 : 1));
}

function byUser(notifications: Iterable<Notification>): Map<string, Notification[]> {
  const users = new Map<string, Notification[]>();
  for (const n of notifications) users.set(n.userId, [...(users.get(n.userId) ?? []), n]);
  return users;
}

function addedEntry(userId: string, own: readonly Notification[], unread: number): NewEntry {
  const notifications = own.map(({ id, kind, conversationId, seq, actorId, at }) => ({
    notificationId: id,
    kind,
    conversationId,
    conversationSeq: seq,
    actorId,
    at,
  }));
  const payload: NotificationsEvents['notifications.added.v1'] = { notifications, unread };
  // Of several actors the first stands for all; each notification names its own.
  const actorId = own[0]!.actorId;
  return { kind: 'user', streamId: userId, type: 'notifications.added.v1', actorId, payload, aclVersion: null };
}
