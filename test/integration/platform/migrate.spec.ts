import pg from 'pg';
import { expect, it } from 'vitest';
import { migrate } from '../../../src/platform/database/index.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';

/** One that changes a table which every client reads and writes. */
const NAME = 'IdempotencyOperation1763790000000';
const UNDO = `ALTER TABLE idempotency_keys DROP COLUMN operation, DROP COLUMN claimed_at;
  DELETE FROM migrations WHERE name = '${NAME}'`;
const QUEUED = `SELECT 1 FROM pg_locks WHERE relation = 'idempotency_keys'::regclass AND NOT granted`;

await describeWith('postgres', 'a migration', () => {
  it('waits for a backup that reads its table, and has nobody else wait', async () => {
    const { url } = await freshDatabase();
    const [backup, client] = [new pg.Client(url), new pg.Client(url)];
    await Promise.all([backup.connect(), client.connect()]);
    await client.query(UNDO);
    await backup.query('BEGIN; SELECT * FROM idempotency_keys');

    const migrated = migrate(url);
    const queued = async () => (await client.query(QUEUED)).rowCount;
    await expect.poll(queued, { interval: 20 }).toBe(1);
    // Answered behind the migration, which has given up its place for it.
    await client.query('SELECT * FROM idempotency_keys');
    // It is there again: who waits once for all would have been first.
    await expect.poll(queued, { interval: 20 }).toBe(1);

    await backup.query('COMMIT');
    expect(await migrated).toEqual([NAME]);
    await client.query('SELECT operation, claimed_at FROM idempotency_keys');
    await Promise.all([backup.end(), client.end()]);
  });
});
