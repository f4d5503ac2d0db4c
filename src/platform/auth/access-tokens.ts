import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { TIMINGS } from '../../contract/index.js';
import { isId } from '../../shared/ids.js';
import { Unauthenticated } from './errors.js';
import type { Principal } from './principal.js';
import { RevokedSessions } from './revoked-sessions.js';
import { LEEWAY_S, TOKEN_TYPE, TokenKeys, type TokenHeader } from './token-keys.js';

const LIFETIME_S = TIMINGS.accessTokenMs / 1_000;
/** Ours have about 400 characters; nothing longer is worth a signature check. */
const LONGEST = 2_048;
const SEGMENTS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

interface Claims {
  sub: string;
  sid: string;
  adm: boolean;
  iat: number;
  exp: number;
}

/**
 * Access tokens: RFC 9068 JWTs, ES256, 15 minutes. Everything is fixed on our side (algorithm, issuer, audience, type, the
 * deployment's own keys): a token chooses among them by `kid` and nothing it says is followed anywhere.
 */
@Injectable()
export class AccessTokens {
  /** Claims of tokens whose signature was checked: that is a tenth of what a read costs, and a token comes many times. */
  private readonly sound = new LRUCache<string, Claims>({ max: 10_000 });

  constructor(
    private readonly jwt: JwtService,
    private readonly keys: TokenKeys,
    private readonly revoked: RevokedSessions,
  ) {}

  /** Signs one for a live session; `expiresIn` in seconds. */
  async sign(who: {
    userId: string;
    sessionId: string;
    isAdmin: boolean;
  }): Promise<{ token: string; expiresIn: number }> {
    const claims = { sid: who.sessionId, adm: who.isAdmin };
    const token = await this.jwt.signAsync(claims, {
      ...this.keys.signOptions(),
      subject: who.userId,
      expiresIn: LIFETIME_S,
    });
    return { token, expiresIn: LIFETIME_S };
  }

  /**
   * @throws Unauthenticated for any token that is not ours, lapsed (30 s leeway) or of a revoked session; whatever the database
   * throws when it has been away for so long that nobody knows which sessions were revoked.
   */
  async verify(token: unknown): Promise<Principal> {
    const known = typeof token === 'string' ? this.sound.get(token) : undefined;
    const claims = known && !hasLapsed(known) ? known : await this.claimsOf(token);
    await this.revoked.fresh();
    if (this.revoked.isRevoked(claims.sid)) throw new Unauthenticated();
    return { userId: claims.sub, sessionId: claims.sid, isAdmin: claims.adm, expiresAt: new Date(claims.exp * 1_000) };
  }

  private async claimsOf(token: unknown): Promise<Claims> {
    if (typeof token !== 'string' || token.length > LONGEST || !SEGMENTS.test(token)) throw new Unauthenticated();
    // base64url has spare bits at the end of the signature: one spelling per token, or revoking by value could be dodged.
    const signature = token.slice(token.lastIndexOf('.') + 1);
    if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) throw new Unauthenticated();
    try {
      const { header, payload } = await this.jwt.verifyAsync<{ header: TokenHeader; payload: Claims }>(token, {
        ...this.keys.verifyOptions(),
        complete: true,
      });
      if (isOwnHeader(header) && isClaims(payload)) {
        this.sound.set(token, payload);
        return payload;
      }
    } catch {
      // Falls through: why a token is refused is nobody's business.
    }
    throw new Unauthenticated();
  }
}

const hasLapsed = ({ exp }: Claims): boolean => Date.now() / 1_000 >= exp + LEEWAY_S;

/** Exactly what `sign` writes: a token with `jku`, `jwk`, `x5u`, `crit` or anything else is not one of ours. */
function isOwnHeader(header: TokenHeader): boolean {
  return header.typ === TOKEN_TYPE && Object.keys(header).sort().join() === 'alg,kid,typ';
}

function isClaims(c: Claims): boolean {
  return (
    isId(c.sub) &&
    isId(c.sid) &&
    typeof c.adm === 'boolean' &&
    Number.isSafeInteger(c.exp) &&
    Number.isSafeInteger(c.iat)
  );
}
