import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrate.js';
import { postgresUrl } from './parts.js';

export interface FreshDatabase {
  url: string;
  /** Removes it, cutting what is still connected. Optional: the whole server goes at the end of the run. */
  drop(): Promise<void>;
}

const TEMPLATE = 'parley_template';
/** Any fixed number: whichever spec file comes first makes the template, the others wait for it. */
const TEMPLATE_LOCK = 7_232_002;

/** A database with the full schema and no rows, for one spec file alone. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const admin = await postgresUrl();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await withClient(admin, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await ensureTemplate(client, admin);
    // Under the lock: copies of one template made at the same time disturb one another.
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  const drop = () => withClient(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return { url: named(admin, name), drop: async () => void (await drop()) };
}

/** Renamed only when migrated to the end: a template that exists is whole. */
async function ensureTemplate(client: pg.Client, admin: string): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
  if (found.rowCount) return;
  const half = `${TEMPLATE}_half`;
  await client.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${half}`);
  await migrate(named(admin, half));
  await client.query(`ALTER DATABASE ${half} RENAME TO ${TEMPLATE}`);
}

function named(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** What one statement answers, over a connection of its own. */
export async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  return withClient(url, async (client) => (await client.query<T>(sql)).rows);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
