import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Session, type SessionState } from '../domain/session.js';

const COLUMNS = `id, account_id AS "accountId", device, token_hash AS "tokenHash", previous_hash AS "previousHash",
  rotated_at AS "rotatedAt", created_at AS "createdAt", last_seen_at AS "lastSeenAt", ended_at AS "endedAt"`;
const LIVE = 'ended_at IS NULL AND last_seen_at >= now() - make_interval(secs => $2)';
const ONE = `SELECT ${COLUMNS} FROM sessions WHERE id = $1 AND ${LIVE}`;
const OF_ACCOUNT = `SELECT ${COLUMNS} FROM sessions WHERE account_id = $1 AND ${LIVE} ORDER BY last_seen_at DESC, id`;

/** Reads of live sessions without a lock. */
@Injectable()
export class SessionReader {
  constructor(private readonly database: Database) {}

  async findLive(id: string, idleMs: number): Promise<Session | undefined> {
    const [row] = await this.database.named<SessionState>('session-live', ONE, [id, idleMs / 1_000]);
    return row && new Session(row);
  }

  /** Newest use first. */
  async listLive(accountId: string, idleMs: number): Promise<Session[]> {
    const rows = await this.database.named<SessionState>('sessions-live', OF_ACCOUNT, [accountId, idleMs / 1_000]);
    return rows.map((row) => new Session(row));
  }
}
