import { Injectable } from '@nestjs/common';
import type { NotificationKind, NotificationView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';

const PAGE = `
  SELECT id, kind, conversation_id, seq, actor_id, created_at, read_at FROM notifications
  WHERE shard = $1 AND user_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4`;
// One statement, so one snapshot: the count belongs to exactly this number of the log.
const COUNT = `
  SELECT s.last_seq AS at, coalesce(i.unread, 0) AS unread FROM streams s
  LEFT JOIN notification_inboxes i ON i.shard = s.shard AND i.user_id = s.stream_id WHERE s.shard = $1 AND s.stream_id = $2`;

interface Row {
  id: string;
  kind: NotificationKind;
  conversation_id: string;
  seq: number;
  actor_id: string;
  created_at: Date;
  read_at: Date | null;
}

/** Reads of the list. */
@Injectable()
export class NotificationList {
  constructor(private readonly database: Database) {}

  async page(userId: string, before: string, limit: number): Promise<NotificationView[]> {
    const key = [shardOf(userId), userId, before, limit];
    const rows = await this.database.named<Row>('notifications-page', PAGE, key);
    return rows.map((r) => ({
      id: r.id,
      kind: r.kind,
      conversationId: r.conversation_id,
      seq: r.seq,
      actorId: r.actor_id,
      createdAt: r.created_at.toISOString(),
      readAt: r.read_at?.toISOString() ?? null,
    }));
  }

  async count(userId: string): Promise<{ unread: number; atSeq: number }> {
    const key = [shardOf(userId), userId];
    const [row] = await this.database.named<{ at: number; unread: number }>('notifications-count', COUNT, key);
    return { unread: row?.unread ?? 0, atSeq: row?.at ?? 0 };
  }
}
