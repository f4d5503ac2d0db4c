import { Injectable } from '@nestjs/common';
import type { TokensView } from '../../contract/index.js';
import { AccessTokens } from '../../platform/auth/index.js';
import type { Account } from '../domain/account.js';
import { type RefreshToken, RefreshTokens } from './refresh-tokens.js';

/** As they are made, before it is decided where the refresh token goes. */
export interface IssuedTokens extends TokensView {
  refreshToken: string;
}

/**
 * The answer to every successful sign-in, registration and refresh. Made before their commit: whoever gets none keeps the tokens, or the
 * name, that he had.
 */
@Injectable()
export class Tokens {
  constructor(
    private readonly access: AccessTokens,
    private readonly refresh: RefreshTokens,
  ) {}

  async answer(account: Account, refreshToken: RefreshToken): Promise<IssuedTokens> {
    const { sessionId } = refreshToken;
    const user = account.view();
    const { token, expiresIn } = await this.access.sign({ userId: user.id, sessionId, isAdmin: user.isAdmin });
    return { accessToken: token, expiresIn, refreshToken: this.refresh.format(refreshToken), user, sessionId };
  }
}
