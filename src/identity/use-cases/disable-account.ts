import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/index.js';
import { log } from '../../platform/observability/index.js';
import { AccountRepository } from '../persistence/account.repository.js';
import { databaseNow } from '../persistence/database-now.js';
import { SessionRepository } from '../persistence/session.repository.js';

/** The administrator shuts an account: it cannot sign in, and every session of it ends. Repeating it is harmless. */
export class DisableAccount extends Command<void> {
  constructor(
    readonly byUserId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(DisableAccount)
export class DisableAccountHandler implements ICommandHandler<DisableAccount> {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
  ) {}

  async execute({ byUserId, userId }: DisableAccount): Promise<void> {
    await this.database.transaction(async (tx) => {
      const account = await this.accounts.load(tx, userId);
      const now = await databaseNow(tx);
      account.disable(byUserId, now);
      await this.accounts.save(tx, account);
      await this.sessions.end(tx, userId, await this.sessions.loadOpen(tx, userId), now);
    });
    log.warn({ audit: 'identity.account-disabled', userId, byUserId }, 'account disabled');
  }
}
