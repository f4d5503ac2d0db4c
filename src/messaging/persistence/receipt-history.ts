import { Injectable } from '@nestjs/common';
import type { CursorView, MessageReceiptView } from '../../contract/index.js';
import { columns, Database, type Tx } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';

const NOTE = `INSERT INTO receipt_history (shard, conversation_id, user_id, delivered_seq, read_seq, at)
  SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::timestamptz[]) ON CONFLICT DO NOTHING`;
// Pointers only grow: the first row at or above a number is the moment it was passed.
const FIRST = (column: string) => `SELECT h.at FROM receipt_history h WHERE h.shard = $1 AND h.conversation_id = $2
  AND h.user_id = w.user_id AND h.${column} >= $4 ORDER BY h.${column}, h.at LIMIT 1`;
const PASSED = `SELECT w.user_id, (${FIRST('delivered_seq')}) AS delivered_at, (${FIRST('read_seq')}) AS read_at
  FROM unnest($3::uuid[]) AS w (user_id)`;

export interface PointerMove extends CursorView {
  userId: string;
  conversationId: string;
  at: string;
}

interface Row {
  user_id: string;
  delivered_at: Date | null;
  read_at: Date | null;
}

/** When each pointer passed where. Filled from the users' logs, so it follows the pointers by moments. */
@Injectable()
export class ReceiptHistory {
  constructor(private readonly database: Database) {}

  async note(tx: Tx, moves: readonly PointerMove[]): Promise<void> {
    const values = columns(
      moves,
      (m) => shardOf(m.conversationId),
      (m) => m.conversationId,
      (m) => m.userId,
      (m) => m.deliveredSeq,
      (m) => m.readSeq,
      (m) => m.at,
    );
    await tx.query(NOTE, values);
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
