import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { log } from '../../platform/observability/index.js';
import { RateLimited, RateLimits } from '../../platform/rate-limit/index.js';
import type { DomainError } from '../../shared/domain-error.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { RefreshTokens } from '../credentials/refresh-tokens.js';
import { sessionIdleMs } from '../credentials/session-idle.js';
import { type IssuedTokens, Tokens } from '../credentials/tokens.js';
import type { Account } from '../domain/account.js';
import { foldUsername } from '../domain/username.js';
import { AccountDisabled, InvalidCredentials } from '../errors.js';
import { AccountLog } from '../persistence/account-log.js';
import { AccountRepository } from '../persistence/account.repository.js';
import { databaseNow } from '../persistence/database-now.js';
import { SessionReader } from '../persistence/session-reader.js';
import { UserReader } from '../persistence/user-reader.js';
import { SessionStarter } from './session-starter.js';

export class SignIn extends Command<IssuedTokens> {
  constructor(
    readonly username: string,
    readonly password: string,
    readonly device: string,
    /** The refresh token of a live session: proof of a device the account knows. */
    readonly knownDevice: string | undefined,
  ) {
    super();
  }
}

/**
 * Whether the account exists, is disabled, or the password is wrong: the same steps are taken and the same is answered. So
 * every refusal costs one hash and one append, and limits count by the name that was typed.
 */
@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  private readonly idleMs: number;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly users: UserReader,
    private readonly accounts: AccountRepository,
    private readonly accountLog: AccountLog,
    private readonly sessionReader: SessionReader,
    private readonly sessions: SessionStarter,
    private readonly hasher: PasswordHasher,
    private readonly refreshTokens: RefreshTokens,
    private readonly tokens: Tokens,
  ) {
    this.idleMs = sessionIdleMs(config);
  }

  async execute(command: SignIn): Promise<IssuedTokens> {
    const username = foldUsername(command.username);
    const found = await this.users.findAccount(username);
    const limitKey = (await this.knownDevice(command.knownDevice, found)) ?? `name:${username}`;
    const limit = await this.limits.consume('sign-in-account', limitKey);
    if (!limit.allowed) throw new RateLimited(limit.resetMs);

    const matches = await this.hasher.verify(found?.snapshot.passwordHash, command.password);
    if (!found || !matches)
      return this.refuse(found, found ? 'wrong_password' : 'unknown_account', new InvalidCredentials());
    if (found.disabled) return this.refuse(found, 'account_disabled', new AccountDisabled());

    const tokens = await this.start(found, command);
    await this.limits.giveBack('sign-in-account', limitKey);
    return tokens;
  }

  private async start(found: Account, command: SignIn): Promise<IssuedTokens> {
    const checked = found.snapshot.passwordHash;
    const fresh = this.hasher.isOutdated(checked) ? await this.hasher.hash(command.password) : undefined;
    return this.database.transaction(async (tx) => {
      const account = await this.accounts.load(tx, found.id);
      // Changed or disabled since it was read: what was checked is no longer true.
      const stored = account.snapshot.passwordHash;
      if (account.disabled || !(await this.hasher.stillMatches(stored, checked, command.password)))
        throw new InvalidCredentials();
      if (fresh && this.hasher.isOutdated(stored)) {
        account.rehash(fresh);
        await this.accounts.save(tx, account);
      }
      const token = await this.sessions.start(tx, account.id, command.device, await databaseNow(tx));
      return this.tokens.answer(account, token);
    });
  }

  /** The limit's key of a device that holds the next refresh token of a live session of this very account. */
  private async knownDevice(text: string | undefined, account: Account | undefined): Promise<string | undefined> {
    const token = text === undefined ? null : this.refreshTokens.parse(text);
    if (!token) return undefined;
    const session = await this.sessionReader.findLive(token.sessionId, this.idleMs);
    const known = session?.accountId === account?.id && session?.expects(this.refreshTokens.digest(token));
    return known ? `session:${token.sessionId}` : undefined;
  }

  private async refuse(account: Account | undefined, reason: string, error: DomainError): Promise<never> {
    log.warn({ audit: 'identity.sign-in-refused', userId: account?.id, reason }, 'sign-in refused');
    await this.accountLog.appendRefusal(account?.id, reason);
    throw error.asAudited();
  }
}
