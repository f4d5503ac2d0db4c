import { setTimeout as delay } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import type { Config } from '../config/config.js';
import { log } from '../observability/log.js';
import { queriesOf, type Queries } from './database.js';
import { entities } from './entities.js';
import { KEEPALIVE, TRANSACTION_LIMITS } from './limits.js';
import { isNotNow } from './not-now.js';
import { SteadyClient } from './steady-client.js';

/** A start gives up on a database that stays away for so long. */
const REACHED_WITHIN_MS = 60_000;
const AGAIN_MS = 500;

/** Without `limits` a statement takes as long as it takes, as migrations and an operator's commands may. */
export function dataSourceFor(url: string, pool: number, limits: ClientConfig = {}): DataSource {
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
      application_name: 'parley',
      ...KEEPALIVE,
      ...limits,
    },
  });
}

export function openDataSource(config: Config): Promise<DataSource> {
  return reach(dataSourceFor(config.get('DATABASE_URL')!, config.get('DATABASE_POOL'), TRANSACTION_LIMITS));
}

/** What is started together with its database, or while that is moved, comes a moment late rather than not at all. */
export async function reach(source: DataSource): Promise<DataSource> {
  const until = performance.now() + REACHED_WITHIN_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return await source.initialize();
    } catch (error) {
      if (!isNotNow(error as Error) || performance.now() > until) throw error;
      if (attempt % 10 === 1) log.warn({ err: error }, 'the database cannot be reached yet');
      await delay(AGAIN_MS);
    }
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
