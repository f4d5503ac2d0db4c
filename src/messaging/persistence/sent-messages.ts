import { Injectable } from '@nestjs/common';
import type { ConversationEntries } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { type AppendLane, type Companion, Journal, shardOf } from '../../platform/journal/index.js';

/** The first answer to a clientMessageId. `same` is false where the repeat carries another text or reply. */
export interface FirstAnswer {
  id: string;
  seq: number;
  /** Milliseconds since 1970. */
  sentAt: number;
  same: boolean;
}

export interface MessageToSend {
  conversationId: string;
  senderId: string;
  aclVersion: number;
  data: ConversationEntries['messaging.message-sent.v1'];
  fingerprint: string;
}

// A deleted message has no fingerprint: any repeat of its id gets the first answer, and nothing of its text is kept to compare.
const ANSWER = `json_build_object('id', m.message_id, 'seq', m.seq, 'sentAt', (extract(epoch FROM m.sent_at) * 1000)::bigint,
  'same', m.fingerprint IS NULL OR m.fingerprint = `;

const COMPANION: Companion = {
  name: 'message',
  columns: [
    { name: 'message_id', type: 'uuid' },
    { name: 'client_message_id', type: 'uuid' },
    { name: 'body', type: 'text' },
    { name: 'reply_to_seq', type: 'bigint' },
    { name: 'mentions', type: 'text' },
    { name: 'mentions_all', type: 'boolean' },
    { name: 'fingerprint', type: 'bigint' },
  ],
  // LATERAL: one look-up by the unique key per item, whatever the planner thinks of the table's size.
  known: `SELECT i.ord, first.answer FROM input i CROSS JOIN LATERAL (
    SELECT ${ANSWER} i.fingerprint) AS answer FROM messages m WHERE m.shard = i.shard AND m.conversation_id = i.stream_id
      AND m.sender_id = i.actor_id AND m.client_message_id = i.client_message_id LIMIT 1) first`,
  write: [
    `INSERT INTO messages (shard, conversation_id, seq, message_id, sender_id, client_message_id, body, reply_to_seq,
      mentions, mentions_all, fingerprint, sent_at)
    SELECT shard, stream_id, seq, message_id, actor_id, client_message_id, body, reply_to_seq,
      mentions::uuid[], mentions_all, fingerprint, at FROM num`,
  ],
};

const FIND = `SELECT ${ANSWER} $5) AS answer FROM messages m
  WHERE m.shard = $1 AND m.conversation_id = $2 AND m.sender_id = $3 AND m.client_message_id = $4`;

/** Stores new messages: entry, outbox row and message are one commit, many of them one statement. */
@Injectable()
export class SentMessages {
  private readonly lane: AppendLane<FirstAnswer>;

  constructor(
    journal: Journal,
    private readonly database: Database,
  ) {
    this.lane = journal.lane<FirstAnswer>(COMPANION);
  }

  /** `stale`: decided on an older membership; nothing stored. */
  async append(message: MessageToSend): Promise<FirstAnswer | 'stale' | 'no-stream'> {
    const { conversationId, senderId, aclVersion, data, fingerprint } = message;
    const { messageId, clientMessageId, body, replyToSeq, mentions, mentionsAll } = data;
    const result = await this.lane.append({
      kind: 'conversation',
      streamId: conversationId,
      type: 'messaging.message-sent.v1',
      actorId: senderId,
      payload: data,
      aclVersion,
      columns: [messageId, clientMessageId, body, replyToSeq, `{${mentions.join(',')}}`, mentionsAll, fingerprint],
      dedupeKey: `${conversationId}${senderId}${clientMessageId}`,
    });
    if (result.status === 'known') return result.known;
    if (result.status !== 'appended') return result.status;
    return { id: messageId, seq: result.entry.seq, sentAt: Date.parse(result.entry.at), same: true };
  }

  async find(
    conversationId: string,
    senderId: string,
    clientMessageId: string,
    fingerprint: string,
  ): Promise<FirstAnswer | null> {
    const key = [shardOf(conversationId), conversationId, senderId, clientMessageId, fingerprint];
    const [row] = await this.database.named<{ answer: FirstAnswer }>('message-first-answer', FIND, key);
    return row?.answer ?? null;
  }
}
