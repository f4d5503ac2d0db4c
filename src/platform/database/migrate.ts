import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { log } from '../observability/log.js';
import { dataSourceFor, reach } from './data-source.js';

/** Any fixed number: one migration run at a time per database, however many nodes start together. */
const MIGRATION_LOCK = 7_232_001;
/**
 * What waits for a lock has everybody behind it wait as well: a migration behind a backup would stop every send. So it gives up sooner
 * than a send does (HOT_LIMITS), and asks again.
 */
const QUEUES_MS = 1_000;
const AGAIN_MS = 3_000;
/** Lock not available, deadlock: the migration was rolled back and can be run again. */
const LOCKED = new Set(['55P03', '40P01']);

const OLDEST = `
  SELECT pid, application_name AS name, extract(epoch FROM now() - xact_start)::int AS seconds FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 1`;

/**
 * Brings the database to this version; answers the names of the migrations that ran. Safe to call from many nodes, and beside nodes
 * that serve: it waits for as long as somebody holds a table it changes, and nobody waits for it for longer than a second.
 */
export async function migrate(url: string): Promise<string[]> {
  const holder = await reach(dataSourceFor(url, 1));
  const source = dataSourceFor(url, 1, { lock_timeout: QUEUES_MS });
  try {
    // Taken out of its pool for as long as this takes, and given back with its connection.
    const lock = holder.createQueryRunner();
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await source.initialize();
    const before = new Set(await executed(source));
    while (!(await ranAll(source, lock))) await delay(AGAIN_MS);
    return (await executed(source)).filter((name) => !before.has(name));
  } finally {
    if (source.isInitialized) await source.destroy();
    await holder.destroy();
  }
}

/** Each migration is a transaction of its own: what is done stays done. */
async function ranAll(source: DataSource, lock: QueryRunner): Promise<boolean> {
  try {
    await source.runMigrations();
    return true;
  } catch (error) {
    if (!LOCKED.has((error as { code?: string }).code ?? '')) throw error;
    const [oldest] = (await lock.query(OLDEST)) as unknown[];
    log.warn(
      { oldest, reason: (error as Error).message },
      'a migration waits for a table that somebody holds, and tries again',
    );
    return false;
  }
}

async function executed(source: DataSource): Promise<string[]> {
  const [{ there }] = await source.query<[{ there: boolean }]>(`SELECT to_regclass('migrations') IS NOT NULL AS there`);
  if (!there) return [];
  return (await source.query<Array<{ name: string }>>('SELECT name FROM migrations ORDER BY id')).map(
    ({ name }) => name,
  );
}
