import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { Database } from '../database/database.js';

/** Any fixed number: one node at a time looks for the key and makes it. */
const KEY_LOCK = 7_232_002;

export interface SigningKey {
  /** RFC 7638 thumbprint. */
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** A public key as `/.well-known/jwks.json` shows it (RFC 7517). */
export interface PublicJwk {
  kty: string;
  crv: string;
  x: string;
  y: string;
  kid: string;
  alg: 'ES256';
  use: 'sig';
}

interface KeyRow {
  kid: string;
  private_jwk: JsonWebKey;
}

/**
 * The deployment's ES256 keys: made once by whichever node starts first, kept in Postgres, shared by all nodes, held in
 * memory. The newest signs; all verify, so that a key can be rotated by adding a row and restarting the nodes.
 */
export class SigningKeys {
  private constructor(private readonly keys: ReadonlyMap<string, SigningKey>) {}

  static async load(database: Database): Promise<SigningKeys> {
    const rows = await database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [KEY_LOCK]);
      const found = await tx.query<KeyRow>('SELECT kid, private_jwk FROM signing_keys ORDER BY created_at DESC, kid');
      if (found.length > 0) return found;
      const made = newKey();
      await tx.query('INSERT INTO signing_keys (kid, private_jwk) VALUES ($1, $2)', [
        made.kid,
        JSON.stringify(made.private_jwk),
      ]);
      return [made];
    });
    return new SigningKeys(new Map(rows.map((row) => [row.kid, toKey(row)])));
  }

  /** The key that signs. */
  get current(): SigningKey {
    return this.keys.values().next().value!;
  }

  find(kid: unknown): SigningKey | undefined {
    return typeof kid === 'string' ? this.keys.get(kid) : undefined;
  }

  jwks(): { keys: PublicJwk[] } {
    const keys = [...this.keys.values()].map(({ kid, publicKey }) => {
      const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
      return { kty: kty!, crv: crv!, x: x!, y: y!, kid, alg: 'ES256' as const, use: 'sig' as const };
    });
    return { keys };
  }
}

function newKey(): KeyRow {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  const thumbprint = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y });
  return { kid: createHash('sha256').update(thumbprint).digest('base64url'), private_jwk: jwk };
}

function toKey(row: KeyRow): SigningKey {
  const privateKey = createPrivateKey({ key: row.private_jwk, format: 'jwk' });
  return { kid: row.kid, privateKey, publicKey: createPublicKey(privateKey) };
}
