import { Config } from '../platform/config/index.js';
import { type Queries, withQueries } from '../platform/database/index.js';
import { findEmbeddedPostgres } from '../platform/database/embedded/index.js';

/** The deployment's database: DATABASE_URL, or the embedded server while Parley runs. */
export function databaseUrl(): string {
  const config = Config.fromEnvironment();
  const url = config.get('DATABASE_URL') ?? findEmbeddedPostgres(config.get('DATA_DIR'));
  if (url) return url;
  throw new Error('DATABASE_URL is not set, and no embedded database runs: start Parley first.');
}

export const withDatabase = (work: (db: Queries) => Promise<void>): Promise<void> => withQueries(databaseUrl(), work);
