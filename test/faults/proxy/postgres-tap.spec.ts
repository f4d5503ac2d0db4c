import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { FaultProxy } from './fault-proxy.js';
import { PostgresTap } from './postgres-tap.js';

await describeWith('postgres', 'a connection to Postgres that loses chosen answers', () => {
  let url: string;
  let proxy: FaultProxy;
  let beside: pg.Client;
  let loses = (_sql: string): boolean => false;
  let lost = 0;

  beforeAll(async () => {
    ({ url } = await freshDatabase());
    proxy = await FaultProxy.start({
      target: Number(new URL(url).port),
      tap: () => new PostgresTap({ loses: (sql) => loses(sql), lost: () => (lost += 1) }),
    });
    beside = new pg.Client(url);
    await beside.connect();
    await beside.query('CREATE TABLE notes (text text)');
  });
  afterAll(async () => {
    await beside.end();
    await proxy.stop();
  });
  beforeEach(() => beside.query('TRUNCATE notes'));
  afterEach(() => void (loses = () => false));

  const through = async () => {
    const client = new pg.Client(proxy.via(url));
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const notes = async () => (await beside.query<{ text: string }>('SELECT text FROM notes')).rows.map((r) => r.text);

  it('passes everything else on, answers larger than a chunk too', async () => {
    const client = await through();
    const { rows } = await client.query<{ s: string }>('SELECT repeat($1, 500000) AS s', ['x']);
    expect(rows[0]!.s).toHaveLength(500_000);
    await client.end();
  });

  it('lets COMMIT happen and loses its answer', async () => {
    const client = await through();
    loses = (sql) => sql === 'COMMIT';
    lost = 0;
    await client.query('BEGIN');
    await client.query(`INSERT INTO notes VALUES ('kept')`);
    expect(await notes()).toEqual([]);
    await expect(client.query('COMMIT')).rejects.toThrow(/terminated|ECONNRESET/);
    expect(lost).toBe(1);
    expect(await notes()).toEqual(['kept']);
  });

  it('knows a prepared statement by its text, also when only its name is sent', async () => {
    const client = await through();
    const insert = (text: string) =>
      client.query({ name: 'add', text: 'INSERT INTO notes VALUES ($1)', values: [text] });
    await insert('first');
    const asked: string[] = [];
    loses = (sql) => (asked.push(sql), sql.startsWith('INSERT'));
    await client.query('SELECT 1');
    await expect(insert('second')).rejects.toThrow(/terminated|ECONNRESET/);
    expect(await notes()).toEqual(['first', 'second']);
    expect(asked).toEqual(['SELECT 1', 'INSERT INTO notes VALUES ($1)']);
  });
});
