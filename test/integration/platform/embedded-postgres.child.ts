import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.js';

// Starts the database of a folder in a process of its own, reports by message, and stays.
const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2]!, log: () => undefined });
process.send!({ url: postgres.url, pid: postgres.pid, adopted: postgres.adopted });
setInterval(() => undefined, 60_000);
