import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { readPassword, rememberedPort, ROLE, writeSettings } from './cluster.js';
import { EmbeddedPostgresFailed } from './errors.js';
import { freePort } from './free-port.js';
import type { Home } from './home.js';
import { dropPidFile, findPostmaster, type Postmaster } from './postmaster.js';
import { runProgram } from './run-program.js';
import { roomFor } from './server-settings.js';
import { dropSockets, socketFolder } from './socket.js';

/** How long crash recovery, or the last breath of a server that is shutting down, may take. */
const READY_MS = 60_000;
const LAUNCH_ATTEMPTS = 10;
/** A folder that cannot hold a socket (on some mounted file systems) must not keep the server from starting. */
const ATTEMPTS_WITH_SOCKET = 5;

type Found = Postmaster & { adopted: boolean };

export async function adoptOrLaunch(
  bin: string,
  home: Home,
  options: { port?: number; pool?: number; log: (line: string) => void },
): Promise<Found> {
  const running = await findReady(home);
  if (running && running.room >= roomFor(options.pool)) {
    options.log(`adopted the embedded database that was still running (process ${running.pid}, port ${running.port})`);
    return { ...running, adopted: true };
  }
  if (running) {
    options.log(`the embedded database that was still running takes ${running.room} connections only: it is restarted`);
    await stopServer(bin, home);
  }
  const started = Date.now();
  await launch(bin, home, options);
  const launched = findPostmaster(home);
  if (!launched) throw new EmbeddedPostgresFailed('start', 'it ended right after its start');
  options.log(`embedded database ready in ${Date.now() - started} ms on port ${launched.port}`);
  return { ...launched, adopted: false };
}

/** Waits for a server that is still recovering; one that is on its way out ends up as "none". */
async function findReady(home: Home): Promise<(Postmaster & { room: number }) | undefined> {
  const end = Date.now() + READY_MS;
  for (;;) {
    const server = findPostmaster(home);
    if (!server) return undefined;
    const room = await roomOf(home, server.port).catch(() => undefined);
    if (room) return { ...server, room };
    if (Date.now() > end) throw new EmbeddedPostgresFailed('be adopted', `process ${server.pid} answers nobody`);
    await delay(100);
  }
}

async function roomOf(home: Home, port: number): Promise<number> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: ROLE,
    password: readPassword(home),
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ max_connections: string }>('SHOW max_connections');
    return Number(rows[0]!.max_connections);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function launch(bin: string, home: Home, { port, pool }: { port?: number; pool?: number }): Promise<void> {
  dropPidFile(home);
  for (let attempt = 1; ; attempt++) {
    dropSockets(home);
    writeSettings(home, {
      port: port ?? (await freePort(rememberedPort(home))),
      socketFolder: attempt <= ATTEMPTS_WITH_SOCKET ? socketFolder(home) : undefined,
      pool,
    });
    try {
      const args = ['-D', home.cluster, '-l', join(home.folder, 'start.log'), '-w', '-t', '60', '-s', 'start'];
      return await runProgram(bin, 'pg_ctl', args, home, 'start');
    } catch (error) {
      // Somebody took the port in between, or the processes of a server that was killed have not all noticed it yet.
      if (attempt === LAUNCH_ATTEMPTS)
        throw new EmbeddedPostgresFailed('start', `${message(error)}\nIts log: ${home.cluster}/log`);
      await delay(200);
    }
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export async function stopServer(bin: string, home: Home): Promise<void> {
  if (!findPostmaster(home)) return;
  await runProgram(bin, 'pg_ctl', ['-D', home.cluster, '-m', 'fast', '-w', '-t', '60', '-s', 'stop'], home, 'stop');
}

/** Creates the application's database on the first start. */
export async function ensureDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [ROLE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${ROLE}`);
  } finally {
    await client.end();
  }
}
