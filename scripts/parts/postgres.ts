import { processStart } from '../../src/platform/database/embedded/process-identity.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/index.js';
import type { Part, PartOptions } from './part.js';
import { until } from './until.js';
import { dieTogether, forget } from './watchdog.js';

export interface Postgres extends Part {
  url: string;
  port: number;
  readonly alive: boolean;
}

/** A real Postgres: the embedded one, in a folder of its own. Unlike in the product, it dies with this process. */
export async function startPostgres(options: PartOptions): Promise<Postgres> {
  const launch = async (port?: number) => {
    const server = await startEmbeddedPostgres({ dataDir: options.dir, port, log: () => undefined });
    dieTogether(server.pid);
    return server;
  };
  let server = await launch(options.port);
  const port = Number(new URL(server.url).port);
  const stop = async () => {
    // A stopped server would never hear that it shall end.
    signal(server.pid, 'SIGCONT');
    await server.stop();
    forget(server.pid);
  };
  return {
    url: server.url,
    port,
    get pid() {
      return server.pid;
    },
    get alive() {
      return processStart(server.pid) !== undefined;
    },
    kill: async (name) => {
      signal(server.pid, name);
      if (name === 'SIGSTOP' || name === 'SIGCONT') return;
      await until('Postgres has ended', 60_000, () => processStart(server.pid) === undefined);
    },
    restart: async () => {
      await stop();
      server = await launch(port);
    },
    stop,
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  if (processStart(pid)) process.kill(pid, name);
}
