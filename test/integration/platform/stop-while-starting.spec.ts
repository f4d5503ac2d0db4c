import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.js';
import { processStart } from '../../../src/platform/database/embedded/process-identity.js';
import { ReactionServer } from '../../../src/platform/transport/index.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';

/** A whole program starts in each: on a machine that is busy that takes its time. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let dataDir: string | undefined;
let program: ChildProcess | undefined;

beforeAll(async () => {
  const built = await fetch(`${inject('partsUrl')}/build`);
  if (!built.ok) throw new Error(await built.text());
});

afterAll(() => vi.resetConfig());

afterEach(async () => {
  program?.kill('SIGKILL');
  vi.restoreAllMocks();
  // What a failed test left running is adopted and stopped.
  if (dataDir && existsSync(join(dataDir, 'postgres', 'data')))
    await startEmbeddedPostgres({ dataDir, log: () => undefined }).then(
      (left) => left.stop(),
      () => undefined,
    );
  program = dataDir = undefined;
});

/** Starts the program of `npm start` and answers when it has said `line`. */
async function saying(line: string, settings: Record<string, string>, terminal = false): Promise<ChildProcess> {
  const main = join('dist', 'src', 'main.js');
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', ...settings };
  const [command, ...args] = terminal
    ? ['script', '-qec', `"${process.execPath}" ${main}`, '/dev/null']
    : [process.execPath, main];
  program = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  program.stdout!.on('data', (chunk) => (said += String(chunk)));
  await vi.waitFor(() => expect(said).toContain(line), { timeout: 100_000, interval: 5 });
  return program;
}

const postmaster = () =>
  Number(readFileSync(join(dataDir!, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while a node starts ends it, and the database that it started',
  async (signal) => {
    dataDir = tempFolder('stopped');
    const node = await saying('embedded database ready', { DATA_DIR: dataDir });
    const pid = postmaster();
    expect(processStart(pid)).toBeDefined();
    node.kill(signal);
    expect(await once(node, 'exit')).toEqual([0, null]);
    expect(processStart(pid)).toBeUndefined();
  },
);

it('a node that nobody listens to any more stops as well, with its database', async () => {
  dataDir = tempFolder('unheard');
  const node = await saying('"msg":"ready"', { DATA_DIR: dataDir });
  const pid = postmaster();
  node.stdout!.destroy();
  node.kill('SIGHUP');
  expect(await once(node, 'exit')).toEqual([0, null]);
  expect(processStart(pid)).toBeUndefined();
});

it.runIf(existsSync('/usr/bin/script') && process.platform === 'linux')(
  'and so does one whose terminal is closed',
  async () => {
    dataDir = tempFolder('hung-up');
    const terminal = await saying('Parley is running', { DATA_DIR: dataDir, LOG_FORMAT: 'pretty' }, true);
    const pid = postmaster();
    terminal.kill('SIGKILL');
    await vi.waitFor(() => expect(processStart(pid)).toBeUndefined(), 30_000);
  },
);

it('and so it does while a node waits for its database', async () => {
  const DATABASE_URL = 'postgres://parley:parley@127.0.0.1:9/parley';
  const node = await saying('cannot be reached yet', { DATABASE_URL, MIGRATE: 'always' });
  node.kill('SIGTERM');
  expect(await once(node, 'exit')).toEqual([0, null]);
});

it('a node that cannot be closed in order stops its database all the same', async () => {
  dataDir = tempFolder('unclosed');
  const node = await startNode('', { DATA_DIR: dataDir });
  const pid = postmaster();
  vi.spyOn(ReactionServer.prototype, 'close').mockRejectedValueOnce(new Error('not in order'));
  await expect(node.close()).rejects.toThrow('not in order');
  expect(processStart(pid)).toBeUndefined();
  await node.close();
});

it('a node that cannot listen leaves nothing open', async () => {
  const { url } = await freshDatabase();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(startNode(url, { PORT: String(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  other.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const open = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await vi.waitFor(async () => expect((await client.query(open)).rowCount).toBe(0));
  await client.end();
});
