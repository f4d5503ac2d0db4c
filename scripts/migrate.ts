import { Config, InvalidConfiguration } from '../src/platform/config/index.js';
import { migrate } from '../src/platform/database/index.js';

// Brings the database of DATABASE_URL to this version: the step before new nodes start. Safe to run twice or from two places.
try {
  const url = Config.fromEnvironment().get('DATABASE_URL');
  if (!url)
    throw new Error('DATABASE_URL is not set. The embedded database needs no command: it is migrated at each start.');
  const ran = await migrate(url);
  console.log(ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.length} migration(s): ${ran.join(', ')}`);
} catch (error) {
  console.error(error instanceof InvalidConfiguration || error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
