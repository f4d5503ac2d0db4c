import { findEmbeddedPostgres, startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.js';

// Starts the database of a folder in a process of its own, or only looks for it, reports by message, and stays. `how`: `find`, or for which pool.
const [dataDir, how] = process.argv.slice(2) as [string, string?];
if (how === 'find') process.send!({ url: findEmbeddedPostgres(dataDir) });
else {
  const postgres = await startEmbeddedPostgres({ dataDir, pool: how ? Number(how) : undefined, log: () => undefined });
  process.send!({ url: postgres.url, pid: postgres.pid, adopted: postgres.adopted });
}
setInterval(() => undefined, 60_000);
