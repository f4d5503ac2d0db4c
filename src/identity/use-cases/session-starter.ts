import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { type RefreshToken, RefreshTokens } from '../credentials/refresh-tokens.js';
import { Session } from '../domain/session.js';
import { SessionRepository } from '../persistence/session.repository.js';

/** Open sessions of one account; one more ends the one that was not used for longest. */
const MOST_SESSIONS = 50;

/** What registering and signing in have in common. */
@Injectable()
export class SessionStarter {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: RefreshTokens,
  ) {}

  /** The account must be locked. The session's id and token are new, whatever the client sent before. */
  async start(tx: Tx, accountId: string, device: string, now: Date): Promise<RefreshToken> {
    const open = await this.sessions.loadOpen(tx, accountId);
    await this.sessions.end(tx, accountId, open.slice(0, Math.max(0, open.length - MOST_SESSIONS + 1)), now);
    const token = this.tokens.first(newId());
    const tokenHash = this.tokens.digest(token);
    await this.sessions.insert(tx, Session.start({ id: token.sessionId, accountId, device, tokenHash }, now));
    return token;
  }
}
