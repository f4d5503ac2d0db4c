import { connect } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import type { Cluster } from '../../cluster/cluster.js';

/** A session of the database's owner, past all proxies. */
export async function asAdmin(cluster: Cluster): Promise<pg.Client> {
  const client = new pg.Client(cluster.databaseUrl);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A number that the database tells, by the name `n`. */
export async function numberOf(admin: pg.Client, sql: string, values: unknown[] = []): Promise<number> {
  return (await admin.query<{ n: number }>(sql, values)).rows[0]!.n;
}

/** How many others wait for a lock that this session has. */
export const waitingFor = (admin: pg.Client): Promise<number> =>
  numberOf(
    admin,
    'SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))',
  );

const CONNECTIONS_OF_NODES = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'parley%'`;

/** Ends every connection of every node, and answers how many there were; the checker's own have no such name. */
export const terminateConnections = async (admin: pg.Client): Promise<number> =>
  (await admin.query(CONNECTIONS_OF_NODES)).rowCount ?? 0;

/** Where the database keeps its files. */
export async function dataFolder(cluster: Cluster): Promise<string> {
  const admin = await asAdmin(cluster);
  try {
    return (await admin.query<{ data_directory: string }>('SHOW data_directory')).rows[0]!.data_directory;
  } finally {
    await admin.end();
  }
}

/** Sessions until no slot is left. */
export async function connectAsMany(cluster: Cluster): Promise<pg.Client[]> {
  const clients: pg.Client[] = [];
  for (;;) {
    try {
      clients.push(await asAdmin(cluster));
    } catch {
      return clients;
    }
  }
}

/** One command to Redis, past all proxies, and the short answer to it. */
export async function askRedis(cluster: Cluster, words: readonly string[]): Promise<string> {
  const socket = connect(cluster.stack.redis.port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
    const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(5_000) })) as [Buffer];
    const text = answer.toString();
    if (text.startsWith('-')) throw new Error(`Redis refused ${words.join(' ')}: ${text}`);
    return text;
  } finally {
    socket.destroy();
  }
}
