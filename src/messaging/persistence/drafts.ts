import { Injectable } from '@nestjs/common';
import type { DraftView } from '../../contract/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Journal, shardOf } from '../../platform/journal/index.js';

const COLUMNS = `conversation_id AS "conversationId", body, reply_to_seq AS "replyToSeq", updated_at AS "updatedAt", log_seq AS "atSeq"`;
const ONE = `SELECT ${COLUMNS} FROM drafts WHERE shard = $1 AND user_id = $2 AND conversation_id = $3`;
const PAGE = `SELECT ${COLUMNS} FROM drafts
  WHERE shard = $1 AND user_id = $2 AND conversation_id > $3 AND body <> '' ORDER BY conversation_id LIMIT $4`;
const SAVE = `INSERT INTO drafts (shard, user_id, conversation_id, body, reply_to_seq, updated_at, log_seq)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (shard, user_id, conversation_id) DO UPDATE
  SET body = EXCLUDED.body, reply_to_seq = EXCLUDED.reply_to_seq, updated_at = EXCLUDED.updated_at, log_seq = EXCLUDED.log_seq`;

interface Row extends Omit<DraftView, 'updatedAt'> {
  updatedAt: Date;
}

/** Each user's drafts. Of a change his log says that there was one, and not what: what is not sent is nobody else's. */
@Injectable()
export class Drafts {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {}

  async one(userId: string, conversationId: string): Promise<DraftView> {
    const key = [shardOf(userId), userId, conversationId];
    return viewOf(conversationId, (await this.database.named<Row>('draft', ONE, key))[0]);
  }

  /** Those with text, in the order of conversations, behind `after`. */
  async page(userId: string, after: string, limit: number): Promise<DraftView[]> {
    const rows = await this.database.named<Row>('drafts-page', PAGE, [shardOf(userId), userId, after, limit]);
    return rows.map((row) => viewOf(row.conversationId, row));
  }

  /** The last writer wins: the lock of the user's log says who that is. */
  async save(
    tx: Tx,
    userId: string,
    { conversationId, body, replyToSeq }: Pick<DraftView, 'conversationId' | 'body' | 'replyToSeq'>,
  ): Promise<DraftView> {
    await this.journal.lock(tx, userId);
    const key = [shardOf(userId), userId, conversationId];
    const before = viewOf(conversationId, (await tx.query<Row>(ONE, key))[0]);
    if (before.body === body && before.replyToSeq === replyToSeq) return before;
    const type = 'messaging.draft-changed.v1';
    const entry = { kind: 'user', streamId: userId, type, actorId: userId, aclVersion: null } as const;
    const { seq, at } = await this.journal.appendWithin(tx, { ...entry, payload: { conversationId } });
    await tx.query(SAVE, [...key, body, replyToSeq, at, seq]);
    return { conversationId, body, replyToSeq, updatedAt: at, atSeq: seq };
  }
}

function viewOf(conversationId: string, row: Row | undefined): DraftView {
  if (!row) return { conversationId, body: '', replyToSeq: null, updatedAt: null, atSeq: 0 };
  return { ...row, updatedAt: row.updatedAt.toISOString() };
}
