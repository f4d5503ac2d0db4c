import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { refuseCommonPassword } from '../credentials/common-passwords.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { type IssuedTokens, Tokens } from '../credentials/tokens.js';
import { refuseReserved, skeletonOf } from '../credentials/username-twins.js';
import { Account } from '../domain/account.js';
import { parseDisplayName } from '../domain/display-name.js';
import { checkPassword } from '../domain/password.js';
import { parseUsername } from '../domain/username.js';
import { RegistrationClosed } from '../errors.js';
import { AccountRepository } from '../persistence/account.repository.js';
import { databaseNow } from '../persistence/database-now.js';
import { SessionStarter } from './session-starter.js';

/** Makes an account and signs it in. The first one of a deployment is its administrator. */
export class Register extends Command<IssuedTokens> {
  constructor(
    readonly username: string,
    readonly password: string,
    /** Default: the username as it was typed. */
    readonly displayName: string | undefined,
    readonly device: string,
  ) {
    super();
  }
}

@CommandHandler(Register)
export class RegisterHandler implements ICommandHandler<Register> {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionStarter,
    private readonly tokens: Tokens,
  ) {}

  async execute(command: Register): Promise<IssuedTokens> {
    const username = parseUsername(command.username);
    refuseReserved(username);
    checkPassword(command.password, username);
    refuseCommonPassword(command.password);
    const displayName = parseDisplayName(command.displayName ?? command.username);
    await this.refuseWhenClosed();
    const passwordHash = await this.hasher.hash(command.password);

    return this.database.transaction(async (tx) => {
      const isAdmin = await this.accounts.isFirst(tx);
      if (!isAdmin && this.closed) throw new RegistrationClosed();
      const now = await databaseNow(tx);
      const account = new Account({
        id: newId(),
        username,
        displayName,
        passwordHash,
        isAdmin,
        disabledAt: null,
        createdAt: now,
      });
      await this.accounts.insert(tx, account, skeletonOf(username));
      const token = await this.sessions.start(tx, account.id, command.device, now);
      return this.tokens.answer(account, token);
    });
  }

  private get closed(): boolean {
    return this.config.get('REGISTRATION') === 'closed';
  }

  /** Before the costly hash; decided again in the transaction. */
  private async refuseWhenClosed(): Promise<void> {
    if (this.closed && (await this.accounts.exist())) throw new RegistrationClosed();
  }
}
