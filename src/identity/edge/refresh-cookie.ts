import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { TokensView } from '../../contract/index.js';
import { isKnownOrigin, knownOrigins } from '../../platform/auth/index.js';
import { Config } from '../../platform/config/index.js';
import { RefreshTokens } from '../credentials/refresh-tokens.js';
import type { IssuedTokens } from '../credentials/tokens.js';
import { sessionIdleMs } from '../credentials/session-idle.js';
import { ForeignOrigin } from '../errors.js';

const NAME = 'parley_refresh';
/** Sent to the routes one signs in and out with, and to no other. */
const PATH = '/v1/auth';

/**
 * Where a page on the deployment's own origin keeps its refresh token: no script can read it, no other site can have it sent
 * along. One browser has one; all its tabs share it.
 */
@Injectable()
export class RefreshCookie {
  private readonly origins: readonly string[];
  private readonly maxAge: number;
  private readonly overTls: boolean;

  constructor(
    config: Config,
    private readonly tokens: RefreshTokens,
  ) {
    this.origins = knownOrigins(config);
    this.overTls = config.get('PUBLIC_URL')?.startsWith('https:') ?? false;
    this.maxAge = sessionIdleMs(config) / 1_000;
  }

  /** Besides SameSite, which old browsers do not know. @throws ForeignOrigin */
  admit({ request }: FastifyReply): void {
    if (!isKnownOrigin(request.headers, this.origins)) throw new ForeignOrigin();
  }

  /** The token it holds. @throws ForeignOrigin where there is one and another site had it sent along */
  read(reply: FastifyReply): string | undefined {
    const token = reply.request.cookies[NAME];
    if (token !== undefined) this.admit(reply);
    return token;
  }

  /** Puts the token into the cookie and takes it out of the answer. */
  keep(reply: FastifyReply, tokens: IssuedTokens): TokensView {
    void reply.setCookie(NAME, tokens.refreshToken, { ...this.attributes(reply), maxAge: this.maxAge });
    return { ...tokens, refreshToken: null };
  }

  forget(reply: FastifyReply): void {
    void reply.clearCookie(NAME, this.attributes(reply));
  }

  /** Leaves the cookie of another session alone: somebody may have signed in in another tab. */
  forgetOf(reply: FastifyReply, sessionId: string): void {
    const token = this.read(reply);
    if (token !== undefined && this.tokens.parse(token)?.sessionId === sessionId) this.forget(reply);
  }

  private attributes({ request }: FastifyReply) {
    const secure = this.overTls || request.protocol === 'https';
    return { path: PATH, httpOnly: true, sameSite: 'strict', secure } as const;
  }
}
