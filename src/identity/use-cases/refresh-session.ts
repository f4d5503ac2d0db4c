import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { log } from '../../platform/observability/index.js';
import { type RefreshToken, RefreshTokens } from '../credentials/refresh-tokens.js';
import { sessionIdleMs } from '../credentials/session-idle.js';
import { type IssuedTokens, Tokens } from '../credentials/tokens.js';
import { InvalidRefreshToken } from '../errors.js';
import { AccountLog } from '../persistence/account-log.js';
import { AccountRepository } from '../persistence/account.repository.js';
import { databaseNow } from '../persistence/database-now.js';
import { SessionRepository } from '../persistence/session.repository.js';

/** Exchanges a refresh token for its successor and a fresh access token. */
export class RefreshSession extends Command<IssuedTokens> {
  constructor(readonly refreshToken: string) {
    super();
  }
}

/** The one refusal that stores something: a reused token ends its session, and that must stay. */
@CommandHandler(RefreshSession)
export class RefreshSessionHandler implements ICommandHandler<RefreshSession> {
  private readonly idleMs: number;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
    private readonly accountLog: AccountLog,
    private readonly refreshTokens: RefreshTokens,
    private readonly tokens: Tokens,
  ) {
    this.idleMs = sessionIdleMs(config);
  }

  async execute(command: RefreshSession): Promise<IssuedTokens> {
    const presented = this.refreshTokens.parse(command.refreshToken);
    if (!presented) throw new InvalidRefreshToken();
    const successor = this.refreshTokens.successorOf(presented);
    const tokens = await this.database.transaction((tx) => this.rotate(tx, presented, successor));
    if (tokens === 'over') throw new InvalidRefreshToken();
    if (tokens === 'reused') throw new InvalidRefreshToken().asAudited();
    return tokens;
  }

  /** The next tokens where this one was good. */
  private async rotate(
    tx: Tx,
    presented: RefreshToken,
    successor: RefreshToken,
  ): Promise<IssuedTokens | 'over' | 'reused'> {
    const session = await this.sessions.load(tx, presented.sessionId);
    if (!session) return 'over';
    const now = await databaseNow(tx);
    const outcome = session.refresh(
      this.refreshTokens.digest(presented),
      this.refreshTokens.digest(successor),
      now,
      this.idleMs,
    );
    if (outcome === 'over') return 'over';
    if (outcome === 'reused') {
      await this.sessions.end(tx, session.accountId, [session], now);
      tx.afterCommit(() => this.tell(session.accountId, session.id));
      return 'reused';
    }
    if (outcome === 'rotated') await this.sessions.save(tx, session);
    return this.tokens.answer(await this.accounts.read(tx, session.accountId), successor);
  }

  private tell(accountId: string, sessionId: string): void {
    log.warn(
      { audit: 'identity.refresh-token-reused', userId: accountId, sessionId },
      'session ended: two parties held its token',
    );
    const reason = 'refresh_token_reused';
    this.accountLog
      .appendRefusal(accountId, reason)
      .catch((error: unknown) => log.error({ err: error, reason }, 'not logged'));
  }
}
