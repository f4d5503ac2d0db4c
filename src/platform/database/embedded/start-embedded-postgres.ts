import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { prepareBinaries } from './binaries.js';
import { ensureCluster, readPassword, ROLE } from './cluster.js';
import { lockDataFolder } from './data-folder-lock.js';
import { openHome } from './home.js';
import { adoptOrLaunch, ensureDatabase, stopServer } from './server.js';
import { overSocket } from './socket.js';

export interface EmbeddedPostgresOptions {
  /** Parley's data folder; made if missing. The cluster goes to `<dataDir>/postgres`. */
  dataDir: string;
  /** Told one plain sentence per step. */
  log: (line: string) => void;
  /** Loopback port; without it the port of the last start if still free, else any. An adopted server keeps its own. */
  port?: number;
  /** Most connections of each of the application's two pools: there is room for both. A server without it is not adopted but restarted. */
  pool?: number;
}

export interface EmbeddedPostgres {
  /** `postgres://…`, with the password: never log it. */
  url: string;
  /** The same over a Unix socket, where the server has one: a fifth of the time of a short statement is loopback TCP. */
  socketUrl: string | undefined;
  /** Whether a server of an earlier, killed application was taken over instead of started. */
  adopted: boolean;
  /** Process number of the server (the postmaster). */
  pid: number;
  /** Stops the server in order and releases the folder; open connections are cut. Call it after the pool is closed. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded server on a data folder, or adopts the one that still runs there.
 *
 * @throws DataFolderInUse, EmbeddedPostgresUnavailable, EmbeddedPostgresFailed; nothing is left running then.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const release = await lockDataFolder(dataDir);
  try {
    const home = openHome(dataDir, options.log);
    const bin = prepareBinaries(home);
    await ensureCluster(bin, home);
    const password = readPassword(home);
    const server = await adoptOrLaunch(bin, home, options);
    const url = `postgres://${ROLE}:${password}@127.0.0.1:${server.port}/${ROLE}`;
    await ensureDatabase(url).catch(async (error: unknown) => {
      await stopServer(bin, home);
      throw error;
    });
    let stopping: Promise<void> | undefined;
    const stop = () => (stopping ??= stopServer(bin, home).finally(release));
    const socketUrl = overSocket(url, home, server.port);
    return { url, socketUrl, adopted: server.adopted, pid: server.pid, stop };
  } catch (error) {
    release();
    throw error;
  }
}
