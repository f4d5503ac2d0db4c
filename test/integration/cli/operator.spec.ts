import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.js';
import { migrate } from '../../../src/platform/database/index.js';
import { Journal, shardOf } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { compileScript } from '../../support/compile-script.js';
import { ask, freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { probeApp, type ProbeApp } from '../transport/probe-app.js';

const SENT = 'messaging.message-sent.v1';

await describeWith('postgres', "the operator's commands, beside a running node", () => {
  let url: string;
  let script: string;
  let probe: ProbeApp;
  beforeAll(async () => {
    url = (await freshDatabase()).url;
    script = await compileScript('src/cli/main.ts');
    probe = await probeApp({ DATABASE_URL: url });
  });
  afterAll(() => probe?.close());

  const parley = (...args: string[]) => parleyOn({ DATABASE_URL: url }, ...args);
  const parleyOn = async (settings: Record<string, string>, ...args: string[]) => {
    const env = { ...process.env, ...settings };
    const run = promisify(execFile)(process.execPath, [script, ...args], { env });
    return run.then(
      ({ stdout }) => ({ code: 0, out: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        out: error.stdout + error.stderr,
      }),
    );
  };

  it('migrates, once', async () => {
    expect(await parley('migrate')).toEqual({ code: 0, out: 'The database is up to date.\n' });
  });

  it('recounts, and fails where an answer differs from the logs', async () => {
    const [stream, user] = [newId(), newId()];
    const { database } = probe;
    const journal = probe.app.get(Journal);
    await database.transaction(async (tx) => {
      await journal.open(tx, 'conversation', stream);
      await journal.open(tx, 'user', user);
      const members = [{ userId: user, role: 'owner' }];
      const payload = { kind: 'group', title: 'x', historyVisibility: 'shared', members };
      const type = 'groups.conversation-created.v1';
      await journal.appendWithin(tx, {
        kind: 'conversation',
        streamId: stream,
        type,
        actorId: user,
        payload,
        aclVersion: null,
      });
    });
    expect(await parley('recount')).toMatchObject({ code: 0, out: 'No differences.\n' });
    const insert = `INSERT INTO pointers VALUES ($1, $2, $3, 9, 9, now())`;
    await database.hot.query(insert, [shardOf(user), user, stream]);
    const { code, out } = await parley('recount', '--json');
    expect(code).toBe(1);
    expect(out).toContain(`"userId":"${user}","counted":{"deliveredSeq":1,"readSeq":1,`);
  });

  it('lists and replays dead letters', async () => {
    const stream = await probe.open();
    let poisoned = true;
    probe.behaviour.before = (consumer) => {
      if (consumer === 'probe.narrow' && poisoned) throw new Error('poison');
    };
    await probe.append(stream, SENT, {});
    await until('it is set aside', 10_000, async () => (await parley('dead-letters', 'list', '--json')).out !== '');
    const { out } = await parley('dead-letters', 'list', '--consumer', 'probe.narrow', '--json');
    const letter = JSON.parse(out) as { id: string; error: string };
    expect(letter).toMatchObject({ consumer: 'probe.narrow', type: SENT, seq: 1, attempts: 5, stream_id: stream });
    expect(await parley('dead-letters', 'replay', letter.id)).toMatchObject({
      code: 1,
      out: '0 replayed, 1 failed again, 0 not taken up yet.\n',
    });
    poisoned = false;
    expect(await parley('dead-letters', 'replay', '--all')).toMatchObject({
      code: 0,
      out: '1 replayed, 0 failed again, 0 not taken up yet.\n',
    });
    expect(await probe.effects('probe.narrow', stream)).toEqual([1]);
    expect((await parley('dead-letters', 'list')).out).toBe('No dead letters.\n');
  });

  it('lists and replays dead outbox rows', async () => {
    const stream = await probe.open();
    await probe.append(stream, SENT, {});
    await until('the outbox is empty', 10_000, probe.outboxEmpty);
    const insert = `INSERT INTO outbox_dead (shard, id, stream_id, seq, error)
      SELECT shard, 1, stream_id, seq, 'too large' FROM entries WHERE stream_id = $1`;
    await probe.database.hot.query(insert, [stream]);
    const listed = JSON.parse((await parley('outbox', 'dead', 'list', '--json')).out) as object;
    expect(listed).toMatchObject({ id: 1, stream_id: stream, seq: 1, type: SENT, error: 'too large' });
    expect((await parley('outbox', 'dead', 'replay', '--all')).out).toBe('1 given back to the relay.\n');
    await until('it is published', 10_000, probe.outboxEmpty);
    expect((await parley('outbox', 'dead', 'list')).out).toBe('No dead rows.\n');
    expect(await probe.effects('probe.wide', stream)).toEqual([1]);
  });

  const epochs = (at: string) => ask(at, 'SELECT epoch FROM deployment');

  it('gives a restored history another name, and publishes its log again when told to', async () => {
    const [before, stream] = [await epochs(url), await probe.open()];
    await probe.append(stream, SENT, {});
    await until('the outbox is empty', 10_000, probe.outboxEmpty);
    expect((await parley('restored')).code).toBe(0);
    const after = await epochs(url);
    expect(after).not.toEqual(before);
    expect((await parley('restored', '--republish')).out).toMatch(/\n[1-9]\d* entries given to the relay\.\n$/);
    expect(await epochs(url)).not.toEqual(after);
    await until('they are published', 10_000, probe.outboxEmpty);
    expect(await probe.effects('probe.wide', stream)).toEqual([1]);
  });

  it('does so with the embedded database, which it starts and stops', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-restored-'));
    chmodSync(dataDir, 0o711);
    const looked = async () => {
      const { url: at, stop } = await startEmbeddedPostgres({ dataDir, log: () => undefined });
      await migrate(at);
      try {
        return await epochs(at);
      } finally {
        await stop();
      }
    };
    const before = await looked();
    expect(await parleyOn({ DATABASE_URL: '', DATA_DIR: dataDir }, 'restored')).toMatchObject({ code: 0 });
    expect(await looked()).not.toEqual(before);
    rmSync(dataDir, { recursive: true });
    const { code, out } = await parleyOn({ DATABASE_URL: '', DATA_DIR: dataDir }, 'restored');
    expect([code, out]).toEqual([1, expect.stringContaining('no database')]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('and stops it when it is told to end meanwhile', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-restored-'));
    chmodSync(dataDir, 0o711);
    const { url: at, stop } = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    await migrate(at);
    await ask(
      at,
      `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(120); RETURN NEW; END $$;
      CREATE TRIGGER wait BEFORE UPDATE ON deployment FOR EACH ROW EXECUTE FUNCTION wait()`,
    );
    await stop();

    const env = { ...process.env, DATABASE_URL: '', DATA_DIR: dataDir, DATABASE_POOL: '60' };
    const command = spawn(process.execPath, [script, 'restored'], { env, stdio: ['ignore', 'inherit', 'pipe'] });
    let said = '';
    onTestFinished(async () => {
      command.kill('SIGKILL');
      await startEmbeddedPostgres({ dataDir, log: () => undefined }).then((left) => left.stop());
      rmSync(dataDir, { recursive: true });
    });
    command.stderr.on('data', (chunk) => (said += String(chunk)));
    const waits = `SELECT current_setting('max_connections') AS room FROM pg_stat_activity WHERE wait_event = 'PgSleep'`;
    let found: object[] = [];
    await until('it waits', 60_000, async () => (found = await ask(at, waits).catch(() => [])).length > 0);
    expect(found).toEqual([{ room: '140' }]);
    command.kill('SIGINT');
    expect(await once(command, 'exit')).toEqual([1, null]);
    expect(said).toBe('Stopped by SIGINT.\n');
    expect(existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
  });

  it('refuses what is not meant, in one line', async () => {
    for (const args of [
      ['dead-letters', 'replay'],
      ['outbox', 'dead', 'replay'],
      ['outbox', 'republish', '--since', 'noon'],
    ]) {
      const { code, out } = await parley(...args);
      expect(code).toBe(1);
      expect(out.trim().split('\n')).toHaveLength(1);
    }
  });
});
