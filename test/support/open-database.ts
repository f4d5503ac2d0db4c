import pg from 'pg';
import type { DataSource } from 'typeorm';
import { Config } from '../../src/platform/config/index.js';
import { Database, openDataSource } from '../../src/platform/database/index.js';

/** The product's own Database over one URL, without an app around it. */
export async function openDatabase(
  url: string,
  env: Record<string, string> = {},
): Promise<{ database: Database; source: DataSource; config: Config; close(): Promise<void> }> {
  const config = Config.from({ DATABASE_URL: url, DATABASE_POOL: '5', ...env });
  const source = await openDataSource(config);
  const hot = new pg.Pool({ connectionString: url, max: 5, query_timeout: 2_000 });
  hot.on('error', () => undefined);
  const close = async (): Promise<void> => {
    await hot.end();
    await source.destroy();
  };
  return { database: new Database(source, hot), source, config, close };
}
