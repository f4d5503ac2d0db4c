import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { log } from '../observability/log.js';
import { Database, HOT_POOL } from './database.js';
import { openDataSource } from './data-source.js';
import { HOT_LIMITS, KEEPALIVE } from './limits.js';
import { SteadyClient } from './steady-client.js';

/** How long a call waits for a connection before it is refused as retryable. */
const CONNECT_MS = 1_500;

export function hotPool(config: Config): pg.Pool {
  const pool = new pg.Pool({
    Client: SteadyClient,
    connectionString: config.get('DATABASE_URL'),
    max: config.get('DATABASE_POOL'),
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 60_000,
    application_name: 'parley-hot',
    ...KEEPALIVE,
    ...HOT_LIMITS,
  });
  // An idle connection that breaks must not end the process; the next query opens another.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  return pool;
}

@Global()
@Module({
  providers: [
    { provide: DataSource, inject: [Config], useFactory: (config: Config) => openDataSource(config) },
    { provide: HOT_POOL, inject: [Config], useFactory: hotPool },
    Database,
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly dataSource: DataSource,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.hot.end();
    await this.dataSource.destroy();
  }
}
