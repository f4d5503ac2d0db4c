import type pg from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hotPool } from '../../../src/platform/database/database.module.js';
import { toProblem } from '../../../src/platform/errors/index.js';
import { configureLog } from '../../../src/platform/observability/index.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { PostgresTap } from '../../faults/proxy/postgres-tap.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

await describeWith('postgres', 'a transaction', () => {
  it('has its statements planned once by a connection, whatever their parameters', async () => {
    const node = await openDatabase((await freshDatabase()).url);
    const text = 'SELECT $1::int + 1 AS next';
    const planned = await node.database.transaction(async (tx) => {
      expect(await tx.query(text, [1])).toEqual([{ next: 2 }]);
      expect(await tx.query(text, [2])).toEqual([{ next: 3 }]);
      return tx.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements');
    });
    expect(planned).toEqual([{ statement: text }]);
    await node.close();
  });

  it('that was committed is told as done, once, whatever fails behind its commit', async () => {
    configureLog('silent', 'json');
    const node = await openDatabase((await freshDatabase()).url);
    const heard: string[] = [];
    const done = node.database.transaction((tx) => {
      heard.push('begun');
      tx.afterCommit(() => {
        throw Object.assign(new Error('a listener failed'), { code: '40001' });
      });
      tx.afterCommit(() => heard.push('committed'));
      return Promise.resolve('done');
    });
    expect(await done).toBe('done');
    expect(heard).toEqual(['begun', 'committed']);
    await node.close();
  });
});

await describeWith('postgres', 'a transaction whose connection stops answering', () => {
  let proxy: FaultProxy;
  let node: Awaited<ReturnType<typeof openDatabase>>;
  let beside: Awaited<ReturnType<typeof openDatabase>>;
  let loses = (_sql: string) => false;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    const tap = () => new PostgresTap({ loses: (sql) => loses(sql) });
    proxy = await FaultProxy.start({ target: Number(new URL(url).port), tap });
    node = await openDatabase(proxy.via(url));
    beside = await openDatabase(url);
    await beside.database.manager.query('CREATE TABLE notes (text text)');
  });
  afterAll(async () => {
    await node.close();
    await beside.close();
    await proxy.stop();
  });

  it('is never committed by the next one that the pool gives its connection to', async () => {
    const { database } = node;
    const failed = database.transaction(async (tx) => {
      await tx.query(`INSERT INTO notes VALUES ('rolled back')`);
      proxy.impair({ down: { stalled: true } });
      await tx.query('SELECT 1');
    });
    await expect(failed).rejects.toThrow('timeout');
    proxy.heal();
    await database.transaction((tx) => tx.query(`INSERT INTO notes VALUES ('committed')`));
    expect(await beside.database.manager.query('SELECT text FROM notes')).toEqual([{ text: 'committed' }]);
  });

  it('does not say that nothing was stored when the answer to its commit is lost', async () => {
    const { database } = node;
    loses = (sql) => sql === 'COMMIT';
    const failed = database.transaction((tx) => tx.query(`INSERT INTO notes VALUES ('unanswered')`));
    await expect(failed.finally(() => (loses = () => false))).rejects.toMatchObject({
      code: 'platform.outcome_unknown',
    });
    const stored = `SELECT text FROM notes WHERE text = 'unanswered'`;
    expect(await beside.database.manager.query(stored)).toHaveLength(1);
  });

  it('that was cut between two statements is told as a lost connection', async () => {
    const { database } = node;
    const lost = new Promise((resolve) => database.hot.once('error', resolve));
    await database.hot.query('SELECT 1');
    const failed = database.transaction(async (tx) => {
      await tx.query(`INSERT INTO notes VALUES ('cut')`);
      proxy.reset();
      // The idle connection beside it was cut by the same reset: by then this one is known to be lost, too.
      await lost;
      await tx.query('SELECT 1');
    });
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(toProblem(error)).toMatchObject({ code: 'platform.unavailable' });
    await database.transaction((tx) => tx.query('SELECT 1'));
  });

  it('and a connection that is lost while it changes hands does not end the process', async () => {
    const pools = [(node.source.driver as PostgresDriver).master as pg.Pool, hotPool(node.config)];
    for (const pool of pools) {
      const client = await pool.connect();
      const ended = new Promise((resolve) => client.once('end', resolve));
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      // Nobody listens to it here: an error without a listener is an uncaught one.
      await beside.database.manager.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
      await ended;
      client.release(true);
    }
    await pools[1]!.end();
  });

  it('passes on what Postgres says to a commit: then nothing was stored', async () => {
    const { database } = node;
    await beside.database.manager.query('CREATE TABLE once (text text UNIQUE DEFERRABLE INITIALLY DEFERRED)');
    const failed = database.transaction((tx) => tx.query(`INSERT INTO once VALUES ('twice'), ('twice')`));
    await expect(failed).rejects.toMatchObject({ code: '23505' });
  });
});
