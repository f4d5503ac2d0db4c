import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Principal } from '../../platform/auth/index.js';
import { Database } from '../../platform/database/index.js';
import { log } from '../../platform/observability/index.js';
import { RateLimited, RateLimits } from '../../platform/rate-limit/index.js';
import { refuseCommonPassword } from '../credentials/common-passwords.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { checkPassword } from '../domain/password.js';
import { WrongPassword } from '../errors.js';
import { AccountRepository } from '../persistence/account.repository.js';
import { databaseNow } from '../persistence/database-now.js';
import { SessionRepository } from '../persistence/session.repository.js';

/** Needs the current password; ends every session but the one it comes from. */
export class ChangePassword extends Command<void> {
  constructor(
    readonly by: Principal,
    readonly currentPassword: string,
    readonly newPassword: string,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  async execute({ by, currentPassword, newPassword }: ChangePassword): Promise<void> {
    const checked = await this.check(by, currentPassword);
    checkPassword(newPassword, checked.username);
    refuseCommonPassword(newPassword);
    const newHash = await this.hasher.hash(newPassword);

    await this.database.transaction(async (tx) => {
      const account = await this.accounts.load(tx, by.userId);
      const { passwordHash } = account.snapshot;
      if (!(await this.hasher.stillMatches(passwordHash, checked.passwordHash, currentPassword)))
        throw new WrongPassword();
      account.changePassword(newHash, by.sessionId);
      await this.accounts.save(tx, account);
      const others = (await this.sessions.loadOpen(tx, by.userId)).filter((session) => session.id !== by.sessionId);
      await this.sessions.end(tx, by.userId, others, await databaseNow(tx));
    });
  }

  /** Counted by session: whoever holds a token cannot try on, and nobody else can lock the owner out. */
  private async check(by: Principal, password: string): Promise<{ username: string; passwordHash: string }> {
    const key = `session:${by.sessionId}`;
    const limit = await this.limits.consume('sign-in-account', key);
    if (!limit.allowed) throw new RateLimited(limit.resetMs);
    const { snapshot } = await this.database.transaction((tx) => this.accounts.read(tx, by.userId));
    if (!(await this.hasher.verify(snapshot.passwordHash, password))) {
      log.warn({ audit: 'identity.password-change-refused', userId: by.userId }, 'password change refused');
      throw new WrongPassword().asAudited();
    }
    await this.limits.giveBack('sign-in-account', key);
    return { username: snapshot.username, passwordHash: snapshot.passwordHash };
  }
}
