import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { type CommittedEntry, Journal, shardOf } from '../../platform/journal/index.js';
import { Message, type MessageFact } from '../domain/message.js';

interface Row {
  message_id: string;
  sender_id: string;
  body: string | null;
  version: number;
  emojis: string[];
  mine: string[];
}

const KEY = 'shard = $1 AND conversation_id = $2 AND seq = $3';
const LOAD = `SELECT message_id, sender_id, body, version,
  ARRAY(SELECT DISTINCT emoji FROM reactions WHERE ${KEY}) AS emojis,
  ARRAY(SELECT emoji FROM reactions WHERE ${KEY} AND user_id = $4) AS mine
  FROM messages WHERE ${KEY}`;
// Every text is kept with the log entry that carried it; the first one moves here with the first edit.
const KEEP_FIRST = `INSERT INTO message_versions (shard, conversation_id, seq, version, entry_seq, body, at)
  SELECT shard, conversation_id, seq, 1, seq, body, sent_at FROM messages WHERE ${KEY} AND version = 1`;
const KEEP = `INSERT INTO message_versions (shard, conversation_id, seq, version, entry_seq, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const EDIT = `UPDATE messages SET body = $4, version = $5, edited_at = $6, mentions = $7, mentions_all = $8 WHERE ${KEY}`;
const DELETE = `UPDATE messages SET body = NULL, mentions = '{}', mentions_all = false, fingerprint = NULL, deleted_at = $4 WHERE ${KEY}`;
const BLANK = `UPDATE entries SET payload = (payload::jsonb || '{"body": null, "mentions": [], "mentionsAll": false}')::json
  WHERE shard = $1 AND stream_id = $2 AND seq = ANY($3)`;
const REACT = `INSERT INTO reactions (shard, conversation_id, seq, emoji, user_id, at) VALUES ($1, $2, $3, $4, $5, $6)`;

/** Changes to messages that stand in the log. The caller holds the lock of the conversation's log. */
@Injectable()
export class MessageRepository {
  constructor(private readonly journal: Journal) {}

  /** With the reactions of the acting user; null: no message has this number. */
  async load(tx: Tx, conversationId: string, seq: number, actorId: string): Promise<Message | null> {
    const [row] = await tx.query<Row>(LOAD, [shardOf(conversationId), conversationId, seq, actorId]);
    if (!row) return null;
    const { message_id: id, sender_id: authorId, body, version, emojis, mine } = row;
    return new Message({ id, seq, authorId, body, version, emojis: new Set(emojis), mine: new Set(mine) });
  }

  /** Appends what happened and brings the rows to it. Answers the entry, or null where nothing happened. */
  async save(tx: Tx, conversationId: string, message: Message, actorId: string): Promise<CommittedEntry | null> {
    let entry: CommittedEntry | null = null;
    for (const fact of message.pull()) {
      const { type, data: payload } = fact;
      const append = {
        kind: 'conversation',
        streamId: conversationId,
        type,
        actorId,
        payload,
        aclVersion: null,
      } as const;
      entry = await this.journal.appendWithin(tx, append);
      await this.apply(tx, [shardOf(conversationId), conversationId], fact, entry);
    }
    return entry;
  }

  private async apply(tx: Tx, of: [number, string], fact: MessageFact, { actorId, seq, at }: CommittedEntry) {
    switch (fact.type) {
      case 'messaging.message-edited.v1': {
        const { targetSeq, body, version, mentions, mentionsAll } = fact.data;
        await tx.query(KEEP_FIRST, [...of, targetSeq]);
        await tx.query(KEEP, [...of, targetSeq, version, seq, body, at]);
        return tx.query(EDIT, [...of, targetSeq, body, version, at, mentions, mentionsAll]);
      }
      case 'messaging.message-deleted.v1':
        return this.erase(tx, of, fact.data.targetSeq, at);
      case 'messaging.reaction-added.v1':
        return tx.query(REACT, [...of, fact.data.targetSeq, fact.data.emoji, actorId, at]);
      case 'messaging.reaction-removed.v1': {
        const key = [...of, fact.data.targetSeq, fact.data.emoji, actorId];
        return tx.query(`DELETE FROM reactions WHERE ${KEY} AND emoji = $4 AND user_id = $5`, key);
      }
      case 'messaging.message-sent.v1':
        throw new Error('a message is sent through SentMessages');
    }
  }

  /** The number stays; the text goes from the message, its versions and the log entries that carried them. */
  private async erase(tx: Tx, of: [number, string], seq: number, at: string): Promise<void> {
    const texts = await tx.query<{ entry_seq: number }>(
      `DELETE FROM message_versions WHERE ${KEY} RETURNING entry_seq`,
      [...of, seq],
    );
    await tx.query(`DELETE FROM reactions WHERE ${KEY}`, [...of, seq]);
    await tx.query(DELETE, [...of, seq, at]);
    await tx.query(BLANK, [...of, [seq, ...texts.map((t) => t.entry_seq)]]);
  }
}
