import { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { hotPool } from '../../src/platform/database/database.module.js';
import { Journal, JournalReader } from '../../src/platform/journal/index.js';

/** One node's storage: its own pools and its own lanes, as in a process of its own. */
export interface Storage {
  config: Config;
  database: Database;
  journal: Journal;
  reader: JournalReader;
  close(): Promise<void>;
}

export async function openStorage(url: string, env: Record<string, string> = {}): Promise<Storage> {
  const config = Config.from({ DATABASE_URL: url, DATABASE_POOL: '4', ...env });
  const dataSource = await openDataSource(config);
  const database = new Database(dataSource, hotPool(config));
  const close = async () => {
    await database.hot.end();
    await dataSource.destroy();
  };
  return { config, database, journal: new Journal(database, config), reader: new JournalReader(database), close };
}
