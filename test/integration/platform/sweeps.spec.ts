import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RevokedSessions } from '../../../src/platform/auth/index.js';
import { IdempotencyStore } from '../../../src/platform/idempotency/idempotency.store.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { openStorage, type Storage } from '../../support/storage.js';

const ROWS = 1_500;

await describeWith('postgres', 'what is removed every hour', () => {
  let node: Storage;
  let sweeps: Record<string, () => Promise<void>>;
  beforeAll(async () => {
    node = await openStorage((await freshDatabase()).url);
    const [keys, revoked] = [new IdempotencyStore(node.database), new RevokedSessions(node.database)];
    sweeps = { idempotency_keys: () => keys.sweep(), revoked_sessions: () => revoked.sweep() };
    await run(
      `CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.002); RETURN OLD; END'`,
    );
  });
  afterAll(() => node.close());

  const run = (sql: string, params: unknown[] = []) => node.database.manager.query<Array<{ n: number }>>(sql, params);
  const count = async (table: string) => (await run(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

  describe.each([
    [
      'idempotency_keys',
      'user_id, key, fingerprint, operation, created_at',
      `gen_random_uuid(), n, '', gen_random_uuid()`,
    ],
    ['revoked_sessions', 'session_id, user_id, revoked_at', 'gen_random_uuid(), gen_random_uuid()'],
  ])('%s', (table, columns, values) => {
    it('goes also where there is more of it than one statement of the hot pool has time for', async () => {
      await run(
        `INSERT INTO ${table} (${columns}) SELECT ${values}, now() - interval '25 hours' FROM generate_series(1, ${ROWS}) n`,
      );
      await run(`INSERT INTO ${table} (${columns}) SELECT ${values}, now() FROM generate_series(1, 3) n`);
      await run(`CREATE TRIGGER slow BEFORE DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION slowly()`);
      await sweeps[table]!();
      expect(await count(table)).toBe(3);
    });
  });

  it('is no key that is claimed anew in that very moment', async () => {
    const [store, userId, key] = [new IdempotencyStore(node.database), newId(), newId()];
    const fingerprint = Buffer.from('a');
    await store.claim({ userId, key, fingerprint });
    await run(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1`, [key]);
    let swept: Promise<void> | undefined;
    await node.database.transaction(async (tx) => {
      await tx.query('UPDATE idempotency_keys SET created_at = now() WHERE key = $1', [key]);
      swept = store.sweep();
      await delay(300);
    });
    await swept;
    expect(await run('SELECT count(*)::int AS n FROM idempotency_keys WHERE key = $1', [key])).toEqual([{ n: 1 }]);
  });
});
