import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, deleteInSlices } from '../database/index.js';
import { log } from '../observability/index.js';
import { newId } from '../../shared/ids.js';

/** An attempt that has not answered for so long died with its node; the key is free again. */
const ABANDONED_S = 60;
const FORGOTTEN = `now() - interval '24 hours'`;
const SWEEP_MS = 3_600_000;

const CLAIM = `
  INSERT INTO idempotency_keys AS k (user_id, key, fingerprint, operation) VALUES ($1, $2, $3, $4)
  ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = $3, status = NULL, body = NULL, claimed_at = now(),
    created_at = CASE WHEN k.created_at < ${FORGOTTEN} THEN now() ELSE k.created_at END,
    operation = CASE WHEN k.created_at < ${FORGOTTEN} THEN $4 ELSE k.operation END
    WHERE k.created_at < ${FORGOTTEN} OR (k.status IS NULL AND k.fingerprint = $3
      AND (k.claimed_at IS NULL OR k.claimed_at < now() - make_interval(secs => ${ABANDONED_S})))
  RETURNING k.operation`;
const FIND = 'SELECT fingerprint = $3 AS same, status, body FROM idempotency_keys WHERE user_id = $1 AND key = $2';

export interface Answer {
  status: number;
  /** JSON; null for an answer without content. */
  body: unknown;
}

export type Claim =
  { kind: 'mine'; operation: string } | { kind: 'other-body' } | { kind: 'running' } | ({ kind: 'answered' } & Answer);

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
      const claim = [...values, newId()];
      const [won] = await this.database.named<{ operation: string }>('idempotency-claim', CLAIM, claim);
      if (won) return { kind: 'mine', ...won };
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

  /** After a refusal: nothing was stored, so the key may be used again, for anything. */
  async release({ userId, key }: RequestKey): Promise<void> {
    await this.database.named(
      'idempotency-release',
      'DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND status IS NULL',
      [userId, key],
    );
  }

  /** After a failure that does not say whether the work was done: the next attempt goes on with the same operation. */
  async leaveOpen({ userId, key }: RequestKey): Promise<void> {
    await this.database.named(
      'idempotency-leave-open',
      'UPDATE idempotency_keys SET claimed_at = NULL WHERE user_id = $1 AND key = $2 AND status IS NULL',
      [userId, key],
    );
  }

  async sweep(): Promise<void> {
    await deleteInSlices(this.database, 'idempotency_keys', `created_at < ${FORGOTTEN}`).catch((error: unknown) =>
      log.warn({ err: error }, 'old idempotency keys could not be removed'),
    );
  }
}
