import { Injectable } from '@nestjs/common';
import type { SignInView } from '../../contract/index.js';
import { Database, type Tx } from '../../platform/database/index.js';

const INSERT = `
  INSERT INTO sign_in_history (account_id, seq, kind, session_id, device, reason, at)
  SELECT $1, $2, $3, $4, $5, $6, $7 WHERE EXISTS (SELECT FROM accounts WHERE id = $1)`;
const LIST = `
  SELECT seq, kind, session_id AS "sessionId", device, reason, at FROM sign_in_history
  WHERE account_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3`;

interface SignInRow extends Omit<SignInView, 'at'> {
  seq: number;
  at: Date;
}

/** One account's sign-ins, by the numbers of its sign-in log. */
@Injectable()
export class SignInHistory {
  constructor(private readonly database: Database) {}

  /** Tries on accounts that do not exist are nobody's history: they stay in the log. */
  async add(tx: Tx, accountId: string, seq: number, line: SignInView): Promise<void> {
    await tx.query(INSERT, [accountId, seq, line.kind, line.sessionId, line.device, line.reason, line.at]);
  }

  /** Newest first, below number `before`. */
  async list(accountId: string, before: number, limit: number): Promise<Array<SignInView & { seq: number }>> {
    const rows = await this.database.named<SignInRow>('sign-in-history', LIST, [accountId, before, limit]);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }
}
