import type { MessageView, ReactionView } from '../../contract/index.js';

/** Columns of one message as its view, from table `m`. Reactions in the order in which each emoji first came. */
export const MESSAGE_COLUMNS = `m.seq, m.message_id, m.sender_id, m.client_message_id, m.body, m.reply_to_seq, m.mentions::text[] AS mentions,
  m.mentions_all, m.version, m.sent_at, m.edited_at, m.deleted_at,
  (SELECT json_agg(json_build_object('emoji', r.emoji, 'userIds', r.user_ids) ORDER BY r.first_at, r.emoji) FROM (
    SELECT emoji, min(at) AS first_at, array_agg(user_id ORDER BY at, user_id) AS user_ids FROM reactions
    WHERE shard = m.shard AND conversation_id = m.conversation_id AND seq = m.seq GROUP BY emoji) r) AS reactions`;

export interface MessageRow {
  seq: number;
  message_id: string;
  sender_id: string;
  client_message_id: string;
  body: string | null;
  reply_to_seq: number | null;
  mentions: string[];
  mentions_all: boolean;
  version: number;
  sent_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
  reactions: ReactionView[] | null;
}

export const messageView = (conversationId: string, r: MessageRow): MessageView => ({
  conversationId,
  id: r.message_id,
  seq: r.seq,
  authorId: r.sender_id,
  clientMessageId: r.client_message_id,
  body: r.body,
  replyToSeq: r.reply_to_seq,
  mentions: r.mentions,
  mentionsAll: r.mentions_all,
  sentAt: r.sent_at.toISOString(),
  editedAt: r.edited_at?.toISOString() ?? null,
  version: r.version,
  deletedAt: r.deleted_at?.toISOString() ?? null,
  reactions: r.reactions ?? [],
});
