import { Injectable } from '@nestjs/common';
import type { NotificationsEvents } from '../events.js';
import { columns, type Tx } from '../../platform/database/index.js';
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
/** The upper bound on `seq` follows from the other one, and lets an index end the search. */
const TAKE_BACK = `
  WITH input AS (
    SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
    AS i (shard, user_id, conversation_id, first, last)),
  gone AS (
    DELETE FROM notifications n USING input i
    WHERE n.shard = i.shard AND n.user_id = i.user_id AND n.conversation_id = i.conversation_id
      AND n.seq BETWEEN i.first AND i.last AND ${readAt('n')} <= i.last
    RETURNING n.shard, n.user_id, n.id, n.read_at),
  counted AS (
    UPDATE notification_inboxes n SET unread = n.unread - g.n
    FROM (SELECT shard, user_id, count(*) FILTER (WHERE read_at IS NULL) AS n FROM gone GROUP BY shard, user_id) g
    WHERE n.shard = g.shard AND n.user_id = g.user_id RETURNING n.user_id, n.unread)
  SELECT g.user_id, g.id, c.unread FROM gone g FULL JOIN counted c ON c.user_id = g.user_id`;
const READINGS = `unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::bigint[]) AS i (shard, user_id, conversation_id, read_seq)`;
const NEWS = `
  SELECT i.user_id AS "userId", i.conversation_id AS "conversationId", max(i.read_seq) AS seq FROM ${READINGS}
  WHERE NOT EXISTS (
    SELECT FROM notification_reads r WHERE r.shard = i.shard AND r.user_id = i.user_id
      AND r.conversation_id = i.conversation_id AND r.read_seq >= i.read_seq)
  GROUP BY 1, 2`;
const READ_UP_TO = `
  INSERT INTO notification_reads AS r (shard, user_id, conversation_id, read_seq)
  SELECT * FROM ${READINGS} ORDER BY 1, 2, 3
  ON CONFLICT (shard, user_id, conversation_id) DO UPDATE SET read_seq = EXCLUDED.read_seq WHERE r.read_seq < EXCLUDED.read_seq`;
const TOLD = `SELECT n.user_id FROM notifications n
  JOIN unnest($1::smallint[], $2::uuid[]) AS u (shard, user_id) ON n.shard = u.shard AND n.user_id = u.user_id
  WHERE n.conversation_id = $3 AND n.seq = $4`;
const UNREAD = `SELECT unread FROM notification_inboxes WHERE shard = $1 AND user_id = $2`;
const MARK = `
  WITH marked AS (
    UPDATE notifications SET read_at = now()
    WHERE shard = $1 AND user_id = $2 AND ($3::uuid IS NULL OR id = $3) AND read_at IS NULL RETURNING id)
  UPDATE notification_inboxes SET unread = unread - (SELECT count(*) FROM marked)
  WHERE shard = $1 AND user_id = $2 AND EXISTS (SELECT FROM marked) RETURNING unread`;

/** That a user has read a conversation so far. */
export interface Reading {
  userId: string;
  conversationId: string;
  seq: number;
}

/** What a user need not be told of any more: these numbers of a conversation, without `last` all from the first on. */
export interface Withdrawal {
  userId: string;
  conversationId: string;
  first: number;
  last?: number;
}

/** The last number a log can reach. */
const ALL_OF_IT = Number.MAX_SAFE_INTEGER;

/** Each user's list, counter and their entries in the user's log, changed together under the inbox row's lock. */
@Injectable()
export class Inbox {
  constructor(private readonly journal: Journal) {}

  /** Nothing happens for those that are there already or whose user has read that far. */
  async add(tx: Tx, notifications: readonly Notification[]): Promise<void> {
    if (notifications.length === 0) return;
    await this.lock(
      tx,
      notifications.map((n) => n.userId),
    );
    const rows = await tx.query<{ id: string; unread: number }>(ADD_ALL, columnsOf(notifications));
    const unread = new Map(rows.map((row) => [row.id, row.unread]));
    // The same notification twice in one batch is one.
    const added = new Map(notifications.flatMap((n) => (unread.has(n.id) ? [[n.id, n] as const] : [])));
    const entries = [...grouped(added.values(), (n) => n.userId)].map(([userId, own]) =>
      addedEntry(userId, own, unread.get(own[0]!.id)!),
    );
    await this.journal.appendAllWithin(tx, entries);
  }

  /** Users have read so far: what is told of it no longer needs telling, now or later. */
  async readUpTo(tx: Tx, readings: readonly Reading[]): Promise<void> {
    if (readings.length === 0) return;
    // Most moves of a cursor are deliveries: nothing is locked for them.
    const news = await tx.query<Reading>(NEWS, columnsOfReadings(readings));
    if (news.length === 0) return;
    await this.lock(
      tx,
      news.map((n) => n.userId),
    );
    await tx.query(READ_UP_TO, columnsOfReadings(news));
    await this.takeBack(
      tx,
      news.map(({ seq, ...who }) => ({ ...who, first: 1, last: seq })),
    );
  }

  async withdraw(tx: Tx, withdrawals: readonly Withdrawal[]): Promise<void> {
    if (withdrawals.length === 0) return;
    await this.lock(
      tx,
      withdrawals.map((w) => w.userId),
    );
    await this.takeBack(tx, withdrawals);
  }

  /** Marks one, or with null all; answers the count afterwards. */
  async markRead(tx: Tx, userId: string, id: string | null): Promise<number> {
    await this.lock(tx, [userId]);
    const key = [shardOf(userId), userId];
    const [inbox] = await tx.query<{ unread: number }>(MARK, [...key, id]);
    if (!inbox) return (await tx.query<{ unread: number }>(UNREAD, key))[0]!.unread;
    const payload = { notificationIds: id === null ? ('all' as const) : [id], unread: inbox.unread };
    await this.journal.appendWithin(tx, userEntry(userId, 'notifications.read.v1', payload, userId));
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

  /**
   * In the order of (shard, user id), as the append locks its streams, so that the two cannot wait for each other. What locks
   * in several steps within one transaction locks everybody first.
   */
  async lock(tx: Tx, userIds: readonly string[]): Promise<void> {
    if (userIds.length > 0) await tx.query(LOCK_ALL, [userIds.map(shardOf), userIds]);
  }

  private async takeBack(tx: Tx, withdrawals: readonly Withdrawal[]): Promise<void> {
    const gone = await tx.query<{ user_id: string; id: string; unread: number }>(
      TAKE_BACK,
      columns(
        withdrawals,
        (w) => shardOf(w.userId),
        (w) => w.userId,
        (w) => w.conversationId,
        (w) => w.first,
        (w) => w.last ?? ALL_OF_IT,
      ),
    );
    const entries = [...grouped(gone, (row) => row.user_id)].map(([userId, rows]) => withdrawnEntry(userId, rows));
    await this.journal.appendAllWithin(tx, entries);
  }
}

const columnsOf = (notifications: readonly Notification[]): unknown[][] =>
  columns(
    notifications,
    (n) => shardOf(n.userId),
    (n) => n.userId,
    (n) => n.id,
    (n) => n.kind,
    (n) => n.conversationId,
    (n) => n.seq,
    (n) => n.actorId,
    (n) => n.at,
  );

const columnsOfReadings = (readings: readonly Reading[]): unknown[][] =>
  columns(
    readings,
    (r) => shardOf(r.userId),
    (r) => r.userId,
    (r) => r.conversationId,
    (r) => r.seq,
  );

function grouped<T>(rows: Iterable<T>, key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

function userEntry<T extends keyof NotificationsEvents>(
  userId: string,
  type: T,
  payload: NotificationsEvents[T],
  actorId: string,
): NewEntry {
  return { kind: 'user', streamId: userId, type, actorId, payload, aclVersion: null };
}

function withdrawnEntry(userId: string, gone: ReadonlyArray<{ id: string; unread: number }>): NewEntry {
  const payload = { notificationIds: gone.map((g) => g.id), unread: gone[0]!.unread };
  return userEntry(userId, 'notifications.withdrawn.v1', payload, userId);
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
  // Of several actors the first stands for all; each notification names its own.
  return userEntry(userId, 'notifications.added.v1', { notifications, unread }, own[0]!.actorId);
}
