import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.js';
import { compileScript } from '../../support/compile-script.js';
import { ask } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';

let script: string;
let dataDir: string;
let running: EmbeddedPostgres[] = [];
let children: ChildProcess[] = [];

beforeAll(async () => {
  script = await compileScript(join(import.meta.dirname, 'embedded-postgres.child.ts'));
});

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-embedded-'));
  // Under root the server runs as another user, who must be able to pass through.
  chmodSync(dataDir, 0o711);
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(running.map((postgres) => postgres.stop()));
  // Whatever a test left running is adopted and stopped, so that a failed test leaves no server behind.
  await (await start()).stop();
  running = [];
  children = [];
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: { port?: number; pool?: number } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...options, log: () => undefined });
  running.push(postgres);
  return postgres;
}

async function startInChild(pool = 10): Promise<{ child: ChildProcess; url: string; pid: number; adopted: boolean }> {
  const child = fork(script, [dataDir, String(pool)]);
  children.push(child);
  const [report] = (await once(child, 'message')) as [{ url: string; pid: number; adopted: boolean }];
  return { child, ...report };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('embedded Postgres', () => {
  it('starts on an empty folder and keeps data, port and password over a restart', async () => {
    const began = Date.now();
    const first = await start();
    const firstMs = Date.now() - began;
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const again = Date.now();
    const second = await start();
    const secondMs = Date.now() - again;

    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(second.url).toBe(first.url);
    expect([first.adopted, second.adopted]).toEqual([false, false]);
    expect(firstMs).toBeLessThan(15_000);
    expect(secondMs).toBeLessThan(5_000);
    console.info(`embedded Postgres: first start ${firstMs} ms, next start ${secondMs} ms`);
  });

  it('listens on loopback with durable commits, and wants the password', async () => {
    const { url } = await start();
    const names = `'listen_addresses','unix_socket_directories','fsync','synchronous_commit','jit','max_connections','server_encoding'`;
    const rows = await ask<{ name: string; setting: string }>(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN (${names}) ORDER BY name`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: join(dataDir, 'postgres'),
      fsync: 'on',
      synchronous_commit: 'on',
      jit: 'off',
      max_connections: '100',
      server_encoding: 'UTF8',
    });
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
  });

  it('adopts the server of an application that was killed', async () => {
    const before = await startInChild();
    await ask(before.url, 'CREATE TABLE kept AS SELECT 7 AS answer');
    await kill(before.child);

    const after = await start();

    expect(after).toMatchObject({ adopted: true, pid: before.pid, url: before.url });
    expect(await ask(after.url, 'SELECT answer FROM kept')).toEqual([{ answer: 7 }]);
  });

  it('restarts what an application that was killed left, where its pools would not fit into it', async () => {
    const before = await startInChild(10);
    await ask(before.url, 'CREATE TABLE kept AS SELECT 8 AS answer');
    await kill(before.child);

    const after = await start({ pool: 100 });

    expect(after).toMatchObject({ adopted: false, url: before.url });
    expect(await ask(after.url, 'SELECT answer FROM kept')).toEqual([{ answer: 8 }]);
    expect(await ask(after.url, 'SHOW max_connections')).toEqual([{ max_connections: '220' }]);
  });

  it('recovers when application and server were killed together, and leaves a foreign process alone', async () => {
    const before = await startInChild();
    await ask(before.url, 'CREATE TABLE kept AS SELECT 9 AS answer');
    process.kill(before.pid, 'SIGKILL');
    await kill(before.child);
    // The number of the dead server now belongs to someone else, as happens in containers.
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)));

    const after = await start();

    expect(after.adopted).toBe(false);
    expect(await ask(after.url, 'SELECT answer FROM kept')).toEqual([{ answer: 9 }]);
  });

  it('is reached over a socket that only its own user can get to, also when a foreign process has a dead one’s number', async () => {
    const first = await start();
    const address = 'SELECT inet_server_addr() AS address';
    expect(await ask(first.socketUrl!, address)).toEqual([{ address: null }]);
    expect(await ask(first.url, address)).toEqual([{ address: '127.0.0.1' }]);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o077).toBe(0);
    const wrong = first.socketUrl!.replace(/:[^:@]+@/, ':wrong@');
    await expect(ask(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await first.stop();
    const { uid, gid } = statSync(join(dataDir, 'postgres'));
    const foreign = spawn('sleep', ['60'], { uid, gid });
    children.push(foreign);
    const lock = join(dataDir, 'postgres', `.s.PGSQL.${new URL(first.url).port}.lock`);
    writeFileSync(lock, `${foreign.pid}\n${join(dataDir, 'postgres', 'data')}\n1\n`);

    const second = await start();

    expect(second.socketUrl).toBe(first.socketUrl);
    expect(await ask(second.socketUrl!, address)).toEqual([{ address: null }]);
  });

  it('does without a socket where its path would be too long', async () => {
    const usual = dataDir;
    dataDir = join(usual, 'long'.repeat(20));
    mkdirSync(dataDir, { mode: 0o711 });
    const { url, socketUrl, stop } = await start();
    expect(socketUrl).toBeUndefined();
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop();
    dataDir = usual;
  });

  it('does without a socket where none can be made', async () => {
    const first = await start();
    await first.stop();
    // What stands in its place cannot be taken away by a server that only wants to put a socket there.
    const { port } = new URL(first.url);
    mkdirSync(join(dataDir, 'postgres', `.s.PGSQL.${port}`));

    const second = await start({ port: Number(port) });

    expect([second.url, second.socketUrl]).toEqual([first.url, undefined]);
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is what a node without a database of its own uses, over its socket, and has room for both of its pools', async () => {
    const node = await startNode('', { DATA_DIR: dataDir, DATABASE_POOL: '200' });
    const inside = (name: string) => readFileSync(join(dataDir, 'postgres', name), 'utf8').trim();
    const url = `postgres://parley:${inside('password')}@127.0.0.1:${inside('port')}/parley`;
    const clients = await ask<{ over_tcp: boolean; room: number }>(
      url,
      `SELECT DISTINCT client_addr IS NOT NULL AS over_tcp, current_setting('max_connections')::int AS room
       FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    await node.close();
    expect(clients).toEqual([{ over_tcp: false, room: 420 }]);
  });

  it('starts after being killed in the middle of the first start', async () => {
    const child = fork(script, [dataDir]);
    children.push(child);
    await vi.waitFor(() => expect(existsSync(join(dataDir, 'postgres', 'password'))).toBe(true), { interval: 5 });
    await kill(child);

    const after = await start();

    expect(await ask(after.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a folder that another application holds, naming it, and frees it on stop', async () => {
    const { child, pid } = await startInChild();
    await expect(start()).rejects.toMatchObject({
      code: 'platform.data_folder_in_use',
      message: expect.stringContaining(`process ${child.pid}`),
    });
    expect(process.kill(pid, 0)).toBe(true);
    await kill(child);

    const second = await start();
    await expect(start()).rejects.toMatchObject({ code: 'platform.data_folder_in_use', pid: process.pid });
    await second.stop();
    await second.stop();
    expect((await start()).adopted).toBe(false);
  });

  it.runIf(process.getuid?.() === 0)(
    'keeps the cluster elsewhere when only root can enter the data folder',
    async () => {
      chmodSync(dataDir, 0o700);
      const first = await start();
      const home = readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim();
      await ask(first.url, 'CREATE TABLE kept AS SELECT 3 AS answer');
      await first.stop();

      const second = await start();

      expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 3 }]);
      expect(statSync(join(home, 'data')).uid).not.toBe(0);
      await second.stop();
      rmSync(home, { recursive: true });
      rmSync(join(dataDir, 'postgres-location'));
      chmodSync(dataDir, 0o711);
    },
  );

  it('lets exactly one of several simultaneous starters have a folder with a stale lock', async () => {
    const { child } = await startInChild();
    await kill(child);

    const results = await Promise.allSettled([start(), start(), start(), start()]);

    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});
