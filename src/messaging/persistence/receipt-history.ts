import { Injectable } from '@nestjs/common';
import type { CursorView, MessageReceiptView } from '../../contract/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';

const NOTE = `INSERT INTO receipt_history (shard, conversation_id, user_id, delivered_seq, read_seq, at)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;
// Pointers only grow: the first row at or above a number is the moment it was passed.
const FIRST = (column: string) => `SELECT h.at FROM receipt_history h WHERE h.shard = $1 AND h.conversation_id = $2
  AND h.user_id = w.user_id AND h.${column} >= $4 ORDER BY h.${column}, h.at LIMIT 1`;
const PASSED = `SELECT w.user_id, (${FIRST('delivered_seq')}) AS delivered_at, (${FIRST('read_seq')}) AS read_at
  FROM unnest($3::uuid[]) AS w (user_id)`;

interface Row {
  user_id: string;
  delivered_at: Date | null;
  read_at: Date | null;
}

/** When each pointer passed where. Filled from the users' logs, so it follows the pointers by moments. */
@Injectable()
export class ReceiptHistory {
  constructor(private readonly database: Database) {}

  async note(tx: Tx, userId: string, conversationId: string, cursor: CursorView, at: string): Promise<void> {
    const { deliveredSeq, readSeq } = cursor;
    await tx.query(NOTE, [shardOf(conversationId), conversationId, userId, deliveredSeq, readSeq, at]);
  }

  async passed(conversationId: string, seq: number, userIds: readonly string[]): Promise<MessageReceiptView[]> {
    const values = [shardOf(conversationId), conversationId, userIds, seq];
    const rows = await this.database.named<Row>('receipts-passed', PASSED, values);
    return rows.map(({ user_id: userId, delivered_at, read_at }) => ({
      userId,
      deliveredAt: delivered_at?.toISOString() ?? null,
      readAt: read_at?.toISOString() ?? null,
    }));
  }
}
