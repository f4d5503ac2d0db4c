import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { UserView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { parseDisplayName } from '../domain/display-name.js';
import { AccountRepository } from '../persistence/account.repository.js';

/** Changes what others see of oneself; one's other devices hear of it. */
export class UpdateProfile extends Command<UserView> {
  constructor(
    readonly userId: string,
    readonly displayName: string,
  ) {
    super();
  }
}

@CommandHandler(UpdateProfile)
export class UpdateProfileHandler implements ICommandHandler<UpdateProfile> {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
  ) {}

  async execute(command: UpdateProfile): Promise<UserView> {
    const displayName = parseDisplayName(command.displayName);
    return this.database.transaction(async (tx) => {
      const account = await this.accounts.load(tx, command.userId);
      account.rename(displayName);
      await this.accounts.save(tx, account);
      return account.view();
    });
  }
}
