import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/index.js';
import { log } from '../../platform/observability/index.js';
import { SessionNotFound } from '../errors.js';
import { AccountRepository } from '../persistence/account.repository.js';
import { databaseNow } from '../persistence/database-now.js';
import { SessionRepository } from '../persistence/session.repository.js';

/** The administrator ends one session of an account, or with null all of them. */
export class RevokeSessions extends Command<void> {
  constructor(
    readonly byUserId: string,
    readonly userId: string,
    readonly sessionId: string | null,
  ) {
    super();
  }
}

@CommandHandler(RevokeSessions)
export class RevokeSessionsHandler implements ICommandHandler<RevokeSessions> {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
  ) {}

  async execute({ byUserId, userId, sessionId }: RevokeSessions): Promise<void> {
    const ended = await this.database.transaction(async (tx) => {
      // Locked, so that none is added meanwhile.
      await this.accounts.load(tx, userId);
      const open = await this.sessions.loadOpen(tx, userId);
      const chosen = open.filter((session) => sessionId === null || session.id === sessionId);
      if (sessionId !== null && chosen.length === 0) throw new SessionNotFound();
      await this.sessions.end(tx, userId, chosen, await databaseNow(tx));
      return chosen.map((session) => session.id);
    });
    log.warn({ audit: 'identity.sessions-revoked', userId, byUserId, sessionIds: ended }, 'sessions revoked');
  }
}
