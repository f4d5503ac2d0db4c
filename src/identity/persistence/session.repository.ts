import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { RevokedSessions } from '../../platform/auth/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Session, type SessionState } from '../domain/session.js';
import { AccountLog } from './account-log.js';
import { Sessions } from './tables.js';

@Injectable()
export class SessionRepository {
  constructor(
    private readonly log: AccountLog,
    private readonly revoked: RevokedSessions,
  ) {}

  async insert(tx: Tx, session: Session): Promise<void> {
    await tx.manager.insert(Sessions, session.snapshot);
    await this.log.append(tx, session.accountId, session.pull());
  }

  /** Locks it until the transaction ends. */
  async load(tx: Tx, id: string): Promise<Session | null> {
    const row = await tx.manager.findOne(Sessions, { where: { id }, lock: { mode: 'pessimistic_write' } });
    return row && new Session(row);
  }

  /** The account's sessions that have not ended, locked, oldest first. Lock the account before, so that none is added. */
  async loadOpen(tx: Tx, accountId: string): Promise<Session[]> {
    const rows = await tx.manager.find(Sessions, {
      where: { accountId, endedAt: IsNull() },
      order: { lastSeenAt: 'ASC', id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return rows.map((row: SessionState) => new Session(row));
  }

  async save(tx: Tx, session: Session): Promise<void> {
    const { tokenHash, previousHash, rotatedAt, lastSeenAt, endedAt } = session.snapshot;
    await tx.manager.update(Sessions, { id: session.id }, { tokenHash, previousHash, rotatedAt, lastSeenAt, endedAt });
    await this.log.append(tx, session.accountId, session.pull());
  }

  /** Ends them: the refresh tokens with this transaction, the access tokens and sockets right after it. */
  async end(tx: Tx, accountId: string, sessions: readonly Session[], now: Date): Promise<void> {
    const ending = sessions.filter((session) => session.end(now));
    for (const session of ending) await this.save(tx, session);
    await this.revoked.revokeWithin(
      tx,
      accountId,
      ending.map((session) => session.id),
    );
  }
}
