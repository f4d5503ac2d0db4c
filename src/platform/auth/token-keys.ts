import { Injectable } from '@nestjs/common';
import { JwtSecretRequestType, type JwtModuleOptions, type JwtSignOptions, type JwtVerifyOptions } from '@nestjs/jwt';
import { Unauthenticated } from './errors.js';
import { SigningKeys } from './signing-keys.js';

const ALGORITHM = 'ES256';
const ISSUER = 'parley';
const AUDIENCE = 'parley-api';
/** RFC 9068: no other kind of token passes as an access token. */
export const TOKEN_TYPE = 'at+jwt';
/** Clocks of nodes may differ this much. */
export const LEEWAY_S = 30;

export interface TokenHeader {
  alg: string;
  typ?: string;
  kid?: string;
}

/** How tokens are signed and checked: the fixed list, and the key by its id out of the deployment's own. */
@Injectable()
export class TokenKeys {
  constructor(private readonly keys: SigningKeys) {}

  signOptions(): JwtSignOptions {
    const { kid } = this.keys.current;
    return {
      algorithm: ALGORITHM,
      issuer: ISSUER,
      audience: AUDIENCE,
      header: { alg: ALGORITHM, typ: TOKEN_TYPE, kid },
    };
  }

  verifyOptions(): JwtVerifyOptions & { complete?: boolean } {
    return { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE, clockTolerance: LEEWAY_S };
  }

  jwtOptions(): JwtModuleOptions {
    return {
      secretOrKeyProvider: (request, token) =>
        request === JwtSecretRequestType.SIGN ? this.keys.current.privateKey : this.verificationKey(token),
    };
  }

  private verificationKey(token: string | object | Buffer) {
    const [header = ''] = (token as string).split('.', 1); // always the compact form: this module signs and verifies nothing else
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as TokenHeader;
    const key = this.keys.find(kid);
    if (!key) throw new Unauthenticated();
    return key.publicKey;
  }
}
