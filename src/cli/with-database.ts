import { Config } from '../platform/config/index.js';
import { type Queries, withQueries } from '../platform/database/index.js';
import {
  findEmbeddedPostgres,
  hasEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../platform/database/embedded/index.js';
import { stopSignal, unlessAborted } from '../shared/stopping.js';

function running(config: Config): string | undefined {
  return config.get('DATABASE_URL') ?? findEmbeddedPostgres(config.get('DATA_DIR'));
}

/** The deployment's database: DATABASE_URL, or the embedded server while Parley runs. */
export function databaseUrl(): string {
  const url = running(Config.fromEnvironment());
  if (url) return url;
  throw new Error('DATABASE_URL is not set, and no embedded database runs: start Parley first.');
}

export const withDatabase = (work: (db: Queries) => Promise<void>): Promise<void> => withQueries(databaseUrl(), work);

/** The same where no node has to run: an embedded server that is at rest is started for it and stopped again. */
export async function withDatabaseAtRest(work: (db: Queries) => Promise<void>): Promise<void> {
  const config = Config.fromEnvironment();
  const url = running(config);
  if (url) return withQueries(url, work);
  const dataDir = config.get('DATA_DIR');
  // A start would make one, in a folder that was only misspelled.
  if (!hasEmbeddedPostgres(dataDir))
    throw new Error(`DATABASE_URL is not set, and there is no database in ${dataDir}.`);
  const stopping = stopSignal();
  // A node that comes before it is stopped, after `kill -9`, finds room for its pools.
  const embedded = await startEmbeddedPostgres({ dataDir, pool: config.get('DATABASE_POOL'), log: () => undefined });
  try {
    await unlessAborted(stopping, () => withQueries(embedded.url, work));
  } finally {
    await embedded.stop();
  }
}
