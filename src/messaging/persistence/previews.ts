import { Injectable } from '@nestjs/common';
import { type ConversationPreviewView, LIMITS } from '../../contract/index.js';
import { columns, Database } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';
import type { Visible } from './message-reader.js';

// The head as of the reader's membership and the message from one snapshot; no row where membership has changed.
const PREVIEWS = `SELECT c.id AS conversation_id, s.last_seq AS head, m.*
  FROM unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[]) AS c (shard, id, acl_version, visible_from)
  JOIN streams s ON s.shard = c.shard AND s.stream_id = c.id AND s.acl_version = c.acl_version
  LEFT JOIN LATERAL (
    SELECT seq, message_id, sender_id, left(body, $5::int) AS body, coalesce(char_length(body) > $5::int, false) AS shortened,
      sent_at, deleted_at
    FROM messages WHERE shard = c.shard AND conversation_id = c.id AND seq >= c.visible_from ORDER BY seq DESC LIMIT 1) m ON true`;

interface Row {
  conversation_id: string;
  head: number;
  seq: number | null;
  message_id: string;
  sender_id: string;
  body: string | null;
  shortened: boolean;
  sent_at: Date;
  deleted_at: Date | null;
}

/** The last message of many conversations, in one statement. */
@Injectable()
export class Previews {
  constructor(private readonly database: Database) {}

  /** Conversations whose membership is no longer as given are left out. */
  async of(visible: readonly Visible[]): Promise<ConversationPreviewView[]> {
    const values = columns(
      visible,
      (v) => shardOf(v.conversationId),
      (v) => v.conversationId,
      (v) => v.aclVersion,
      (v) => v.from,
    );
    const params = [...values, LIMITS.previewCodePoints];
    const rows = await this.database.named<Row>('conversation-previews', PREVIEWS, params);
    return rows.map(viewOf);
  }
}

function viewOf(row: Row): ConversationPreviewView {
  const { conversation_id: conversationId, head: atSeq, seq } = row;
  if (seq === null) return { conversationId, atSeq, lastMessage: null };
  const { message_id: id, sender_id: authorId, body, shortened } = row;
  const [sentAt, deletedAt] = [row.sent_at.toISOString(), row.deleted_at?.toISOString() ?? null];
  return { conversationId, atSeq, lastMessage: { id, seq, authorId, body, shortened, sentAt, deletedAt } };
}
