import type pg from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { hotPool } from '../../../src/platform/database/database.module.js';
import { isUnexpected, toProblem } from '../../../src/platform/errors/index.js';
import { newId } from '../../../src/shared/ids.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

type Node = Awaited<ReturnType<typeof openDatabase>>;

await describeWith('postgres', 'a node that vanishes in mid-transaction', () => {
  let proxy: FaultProxy;
  let vanishing: Node;
  let other: Node;
  const stream = newId();

  beforeAll(async () => {
    const { url } = await freshDatabase();
    proxy = await FaultProxy.start({ target: Number(new URL(url).port) });
    vanishing = await openDatabase(proxy.via(url));
    other = await openDatabase(url);
    await other.database.manager.query(
      `INSERT INTO streams (shard, kind, stream_id, last_seq, acl_version) VALUES (0, 'conversation', $1, 0, 0)`,
      [stream],
    );
  });
  afterAll(async () => {
    proxy.heal();
    await vanishing.close();
    await other.close();
    await proxy.stop();
  });

  const locked = (node: Node, then: () => Promise<void>) =>
    node.database.transaction(async (tx) => {
      await tx.query('SELECT FROM streams WHERE stream_id = $1 FOR UPDATE', [stream]);
      await then();
    });

  const waiting = async (): Promise<number> => {
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return (await other.database.hot.query(waits)).rowCount!;
  };

  it('keeps its locks for a moment only, and nobody is left behind who waited for them', async () => {
    let back!: () => void;
    const isBack = new Promise<void>((resolve) => (back = resolve));
    let gone!: () => void;
    const isGone = new Promise<void>((resolve) => (gone = resolve));
    const held = locked(vanishing, async () => {
      proxy.impair({ up: { stalled: true }, down: { stalled: true } });
      gone();
      await isBack;
    });
    await isGone;

    const refusals: unknown[] = [];
    await vi.waitFor(
      () =>
        locked(other, async () => undefined).catch(async (error: unknown) => {
          refusals.push(error);
          expect(await waiting()).toBe(0);
          throw error;
        }),
      { timeout: 25_000, interval: 10 },
    );
    expect(refusals.length).toBeGreaterThan(0);
    for (const error of refusals) {
      expect(error).toMatchObject({ code: '55P03' });
      expect(toProblem(error)).toMatchObject({ code: 'platform.unavailable', status: 503, retryAfterMs: 1_000 });
      expect(isUnexpected(error)).toBe(false);
    }

    proxy.heal();
    back();
    const late: unknown = await held.catch((error: unknown) => error);
    expect(toProblem(late)).toMatchObject({ code: 'platform.unavailable' });
  });

  it('is looked for by Postgres itself while it is silent, and no statement outlasts its client', async () => {
    const hot = hotPool(other.config);
    const names = ['tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'statement_timeout'];
    const asked = async (pool: pg.Pool) =>
      (await pool.query<{ v: string }>('SELECT current_setting(n) AS v FROM unnest($1::text[]) n', [names])).rows.map(
        ({ v }) => v,
      );
    const transactions = (other.source.driver as PostgresDriver).master as pg.Pool;
    expect([await asked(transactions), await asked(hot)]).toEqual([
      ['10', '5', '3', '9s'],
      ['10', '5', '3', '1800ms'],
    ]);
    await expect(hot.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    await hot.end();
  });
});
