import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.js';
import { compileScript } from '../../support/compile-script.js';

interface Report {
  url?: string;
  pid?: number;
  adopted?: boolean;
}

const start = () => startEmbeddedPostgres({ dataDir, log: () => undefined });

let script: string;
let dataDir: string;
let children: ChildProcess[] = [];

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('embedded Postgres under root', () => {
  beforeAll(async () => {
    script = await compileScript(join(import.meta.dirname, 'embedded-postgres.child.ts'));
  });

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'parley-embedded-root-'));
    chmodSync(dataDir, 0o711);
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    for (const child of children) if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    children = [];
    // Whatever a test left running is adopted and stopped.
    rmSync(join(dataDir, 'parley.lock'), { force: true });
    await (await start()).stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** As root is in a container: it may not look into another user's process. */
  async function inContainer(...args: string[]): Promise<Report> {
    const without = ['--bounding-set', '-sys_ptrace', '--inh-caps', '-sys_ptrace'];
    const child = spawn('setpriv', [...without, process.execPath, script, dataDir, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    const [report] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Report | number];
    if (typeof report !== 'object') throw new Error(`it ended with ${report}`);
    return report;
  }

  it('is started and found without the right to look into its process', async () => {
    const { url, adopted } = await inContainer();
    expect(adopted).toBe(false);
    expect(await inContainer('find')).toEqual({ url });
  });

  it('is found, adopted and never cut off from its server by who may not look into its process', async () => {
    const first = await start();
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    expect(await inContainer('find')).toEqual({ url: first.url });
    expect(existsSync(pidFile)).toBe(true);
    rmSync(join(dataDir, 'parley.lock'));
    expect(await inContainer()).toEqual({ url: first.url, pid: first.pid, adopted: true });
  });

  it('is not taken for another user’s process that has its number now', async () => {
    const first = await start();
    await first.stop();
    const foreign = spawn('sleep', ['60'], { uid: 12_345, gid: 12_345 });
    children.push(foreign);
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    writeFileSync(pidFile, `${foreign.pid}\n${join(dataDir, 'postgres', 'data')}\n1\n${new URL(first.url).port}\n\n`);

    expect(await inContainer('find')).toEqual({});
    expect(readFileSync(pidFile, 'utf8')).toContain(`${foreign.pid}\n`);
    expect(await inContainer()).toMatchObject({ adopted: false });
  });
});
