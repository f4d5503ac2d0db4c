import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { dataSourceFor } from '../../../src/platform/database/index.js';

/** As a migration of a later version may be: a table, and a column more in every table that is read and written all the time. */
class Moods1999999999999 implements MigrationInterface {
  /** Each statement by itself: the locks of all of them together would cross with those of running transactions. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE moods (user_id uuid NOT NULL, mood text NOT NULL)');
    for (const table of GROWN) await runner.query(`ALTER TABLE ${table} ADD COLUMN mood text`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('a rolled-back deployment keeps the newer schema'));
  }
}

const GROWN = [
  'streams',
  'entries',
  'outbox',
  'messages',
  'conversations',
  'members',
  'pointers',
  'accounts',
  'sessions',
];

/** Brings the database to the newer version while nodes of this one run on it. Repeating it is harmless. */
export async function migrateToNewer(databaseUrl: string): Promise<void> {
  const { options } = dataSourceFor(databaseUrl, 1);
  const source = await new DataSource({
    ...options,
    migrations: [Moods1999999999999],
    migrationsTransactionMode: 'each',
  }).initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
