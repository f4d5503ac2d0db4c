import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '../../platform/database/index.js';

const PREFIX = 'prt_';
const ID = 16;
const SECRET = 32;
const MAC = 16;

/** A token this deployment made; whether it is still good is for its session to say. */
export interface RefreshToken {
  sessionId: string;
  secret: Buffer;
}

/**
 * Refresh tokens: session id, secret, and a mark that tells a token we made (so an old one is a theft) from a forged one (so
 * a stranger who knows a session's id cannot end it). The database holds digests of the secrets only; a successor is derived
 * from the token that is replaced, so a repeated refresh gets the same one although it is stored nowhere.
 */
export class RefreshTokens {
  constructor(private readonly key: Buffer) {}

  /** The deployment's key, made once by whichever node starts first. */
  static async load(database: Database): Promise<RefreshTokens> {
    const secret = await database.transaction(async (tx) => {
      const insert = `INSERT INTO identity_secrets (name, secret) VALUES ('refresh', $1) ON CONFLICT DO NOTHING`;
      await tx.query(insert, [randomBytes(32)]);
      const [row] = await tx.query<{ secret: Buffer }>(`SELECT secret FROM identity_secrets WHERE name = 'refresh'`);
      return row!.secret;
    });
    return new RefreshTokens(secret);
  }

  first(sessionId: string): RefreshToken {
    return { sessionId, secret: randomBytes(SECRET) };
  }

  /** Always the same for the same token. */
  successorOf({ sessionId, secret }: RefreshToken): RefreshToken {
    return { sessionId, secret: this.hmac('successor', idBytes(sessionId), secret) };
  }

  /** What is stored of a token. */
  digest(token: RefreshToken): Buffer {
    return createHash('sha256').update(token.secret).digest();
  }

  format({ sessionId, secret }: RefreshToken): string {
    const id = idBytes(sessionId);
    return PREFIX + Buffer.concat([id, secret, this.mark(id, secret)]).toString('base64url');
  }

  /** Null for anything that `format` did not write. */
  parse(text: string): RefreshToken | null {
    const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url');
    if (bytes.length !== ID + SECRET + MAC || PREFIX + bytes.toString('base64url') !== text) return null;
    const [id, secret] = [bytes.subarray(0, ID), bytes.subarray(ID, ID + SECRET)];
    if (!timingSafeEqual(this.mark(id, secret), bytes.subarray(ID + SECRET))) return null;
    return { sessionId: id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secret };
  }

  private mark(id: Buffer, secret: Buffer): Buffer {
    return this.hmac('mark', id, secret).subarray(0, MAC);
  }

  private hmac(purpose: string, ...parts: Buffer[]): Buffer {
    const hmac = createHmac('sha256', this.key).update(`${purpose}\0`);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  }
}

function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
