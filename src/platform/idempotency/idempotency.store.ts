import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/index.js';
import { log } from '../observability/index.js';

/** A request that has not answered for so long died with its node; the key is free again. */
const ABANDONED_S = 60;
const SWEEP_MS = 3_600_000;

const CLAIM = `
  INSERT INTO idempotency_keys AS k (user_id, key, fingerprint) VALUES ($1, $2, $3)
  ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = $3, status = NULL, body = NULL, created_at = now()
    WHERE k.created_at < now() - interval '24 hours'
       OR (k.status IS NULL AND k.fingerprint = $3 AND k.created_at < now() - make_interval(secs => ${ABANDONED_S}))
  RETURNING k.created_at`;
const FIND = 'SELECT fingerprint = $3 AS same, status, body FROM idempotency_keys WHERE user_id = $1 AND key = $2';

export interface Answer {
  status: number;
  /** JSON; null for an answer without content. */
  body: unknown;
}

export type Claim = { kind: 'mine' } | { kind: 'other-body' } | { kind: 'running' } | ({ kind: 'answered' } & Answer);

export interface RequestKey {
  userId: string;
  key: string;
  /** Digest of method, path and body. */
  fingerprint: Buffer;
}

/** First answers by (user, key), kept 24 hours. */
@Injectable()
export class IdempotencyStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Claims the key for this request, or tells what became of the first one. */
  async claim({ userId, key, fingerprint }: RequestKey): Promise<Claim> {
    const values = [userId, key, fingerprint];
    for (;;) {
      const won = await this.database.named('idempotency-claim', CLAIM, values);
      if (won.length > 0) return { kind: 'mine' };
      const [first] = await this.database.named<Answer & { same: boolean; status: number | null }>(
        'idempotency-find',
        FIND,
        values,
      );
      if (!first) continue; // Released in between: try to be the first again.
      if (!first.same) return { kind: 'other-body' };
      return first.status === null ? { kind: 'running' } : { kind: 'answered', status: first.status, body: first.body };
    }
  }

  async keep({ userId, key }: RequestKey, { status, body }: Answer): Promise<void> {
    const json = body === undefined || body === null ? null : JSON.stringify(body);
    await this.database.named(
      'idempotency-keep',
      'UPDATE idempotency_keys SET status = $3, body = $4 WHERE user_id = $1 AND key = $2',
      [userId, key, status, json],
    );
  }

  /** After a refusal: nothing was stored, so the same key may be tried again. */
  async release({ userId, key }: RequestKey): Promise<void> {
    await this.database.named(
      'idempotency-release',
      'DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND status IS NULL',
      [userId, key],
    );
  }

  async sweep(): Promise<void> {
    await this.database
      .named('idempotency-sweep', `DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`, [])
      .catch((error: unknown) => log.warn({ err: error }, 'old idempotency keys could not be removed'));
  }
}
