import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/index.js';
import { log } from '../../platform/observability/index.js';
import { AccountRepository } from '../persistence/account.repository.js';

/** Takes the disabling back; ended sessions stay ended. Repeating it is harmless. */
export class EnableAccount extends Command<void> {
  constructor(
    readonly byUserId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(EnableAccount)
export class EnableAccountHandler implements ICommandHandler<EnableAccount> {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
  ) {}

  async execute({ byUserId, userId }: EnableAccount): Promise<void> {
    await this.database.transaction(async (tx) => {
      const account = await this.accounts.load(tx, userId);
      account.enable();
      await this.accounts.save(tx, account);
    });
    log.warn({ audit: 'identity.account-enabled', userId, byUserId }, 'account enabled');
  }
}
