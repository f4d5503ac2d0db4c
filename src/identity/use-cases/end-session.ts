import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/index.js';
import { SessionNotFound } from '../errors.js';
import { databaseNow } from '../persistence/database-now.js';
import { SessionRepository } from '../persistence/session.repository.js';

/** Ends one of the user's own sessions: the current one (signing out) or another (revoking). */
export class EndSession extends Command<void> {
  constructor(
    readonly userId: string,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
  ) {}

  async execute({ userId, sessionId }: EndSession): Promise<void> {
    await this.database.transaction(async (tx) => {
      const session = await this.sessions.load(tx, sessionId);
      if (!session || session.accountId !== userId || session.snapshot.endedAt) throw new SessionNotFound();
      await this.sessions.end(tx, userId, [session], await databaseNow(tx));
    });
  }
}
