import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import type { Config } from '../config/config.js';
import { queriesOf, type Queries } from './database.js';
import { entities } from './entities.js';
import { SteadyClient } from './steady-client.js';

/** Any fixed number: one migration run at a time per database, however many nodes start together. */
const MIGRATION_LOCK = 7_232_001;

export function dataSourceFor(url: string, pool: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    extra: {
      Client: SteadyClient,
      max: pool,
      connectionTimeoutMillis: 1_500,
      query_timeout: 10_000,
      keepAlive: true,
      application_name: 'parley',
    },
  });
}

export async function openDataSource(config: Config): Promise<DataSource> {
  return dataSourceFor(config.get('DATABASE_URL')!, config.get('DATABASE_POOL')).initialize();
}

/** Brings the database to this version; answers the names of the migrations that ran. Safe to call from many nodes. */
export async function migrate(url: string): Promise<string[]> {
  const source = await dataSourceFor(url, 2).initialize();
  try {
    const lock = source.createQueryRunner();
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      return (await source.runMigrations()).map((m) => m.name);
    } finally {
      await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await lock.release();
    }
  } finally {
    await source.destroy();
  }
}

/** For commands that must see one state of everything while the nodes go on: reads in a single snapshot. */
export async function withSnapshot<T>(url: string, work: (queries: Queries) => Promise<T>): Promise<T> {
  const source = await dataSourceFor(url, 2).initialize();
  try {
    return await source.transaction('REPEATABLE READ', (manager) => work(queriesOf(manager)));
  } finally {
    await source.destroy();
  }
}

/** For commands: a connection of their own, closed when `work` is done. */
export async function withQueries<T>(url: string, work: (queries: Queries) => Promise<T>): Promise<T> {
  const source = await dataSourceFor(url, 2).initialize();
  try {
    return await work(queriesOf(source.manager));
  } finally {
    await source.destroy();
  }
}
