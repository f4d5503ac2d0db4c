import pg from 'pg';
import { expect, it } from 'vitest';
import { migrate, withQueries, withSnapshot } from '../../../src/platform/database/index.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';

/** See migrate.ts. */
const MIGRATION_LOCK = 7_232_001;
/** Longer than a request is given. */
const LONG = 'SELECT 1 AS done FROM pg_sleep(10.5)';

await describeWith('postgres', 'what an operator starts', () => {
  it('may take longer than a request, and so may a migration that waits for another one', async () => {
    const { url } = await freshDatabase();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ended = Promise.allSettled([
      migrate(url),
      withQueries(url, (db) => db.query(LONG)),
      withSnapshot(url, (db) => db.query(LONG)),
    ]);
    await other.query(LONG);
    await other.end();
    expect(await ended).toEqual([
      { status: 'fulfilled', value: [] },
      { status: 'fulfilled', value: [{ done: 1 }] },
      { status: 'fulfilled', value: [{ done: 1 }] },
    ]);
  });
});
