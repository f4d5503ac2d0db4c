import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { ensureProgram } from './ensure.js';
import { ManagedProcess } from './managed-process.js';
import type { Found, Part, PartOptions } from './part.js';

export interface Redis extends Part {
  url: string;
  port: number;
}

/** A real Redis that writes nothing to disk: after a restart it is empty, as Parley must be able to bear. */
export async function startRedis(options: PartOptions): Promise<Found<Redis>> {
  const command = ensureProgram('redis-server', 'redis-server');
  if (!command) return { missing: 'redis-server is not installed. On Debian or Ubuntu: apt-get install redis-server.' };
  const port = options.port ?? (await freePort());
  mkdirSync(options.dir, { recursive: true });
  const settings = { port, bind: '127.0.0.1', dir: options.dir, save: '', appendonly: 'no', daemonize: 'no' };
  const managed = await ManagedProcess.start({
    name: 'Redis',
    command,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    cwd: options.dir,
    logFile: join(options.dir, 'redis.log'),
    ready: () => answersPing(port),
    readyMs: 10_000,
    stopMs: 5_000,
  });
  return Object.assign(managed, { url: `redis://127.0.0.1:${port}`, port });
}

async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(1_000) })) as [Buffer];
    return answer.toString().startsWith('+PONG');
  } finally {
    socket.destroy();
  }
}
