import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import { Journal, JournalReader, SHARDS } from '../../../src/platform/journal/index.js';
import type { OutgoingRecord } from '../../../src/platform/journal/relay/index.js';
import { compileScript } from '../../support/compile-script.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';
import { judge, openStreams, writeConcurrently } from './relay-rig.js';

/** A lease lasts 10 s and free shards are looked for every 2.5 s. */
const TAKEOVER_MS = 13_000;
const ASLEEP_MS = 30_000;

interface Node {
  process: ChildProcess;
  id: string;
}

await describeWith('postgres', 'relay processes that stop or die', () => {
  let store: Awaited<ReturnType<typeof openDatabase>>;
  let url: string;
  let script: string;
  const nodes: Node[] = [];

  beforeAll(async () => {
    url = (await freshDatabase()).url;
    store = await openDatabase(url);
    await store.database.hot.query(`CREATE TABLE arrivals
      (n bigint GENERATED ALWAYS AS IDENTITY, at timestamptz DEFAULT clock_timestamp(), node uuid, key uuid, seq bigint, shard int, fencing bigint)`);
    script = await compileScript('test/integration/relay/relay.child.ts');
  });
  afterAll(async () => {
    for (const { process: child } of nodes) child.kill('SIGKILL');
    await store?.close();
  });

  async function start(): Promise<Node> {
    const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [id] = (await once(createInterface(child.stdout), 'line')) as [string];
    nodes.push({ process: child, id });
    return nodes.at(-1)!;
  }
  const held = async (node: Node) =>
    (await store.database.hot.query('SELECT 1 FROM relay_leases WHERE owner = $1 AND expires_at > now()', [node.id]))
      .rowCount!;
  const outboxEmpty = async () => (await store.database.hot.query('SELECT 1 FROM outbox LIMIT 1')).rowCount === 0;

  it('loses its shards within 13 s, and does no harm when it wakes', { timeout: 120_000 }, async () => {
    const journal = new Journal(store.database, store.config);
    const streams = await openStreams(store.database, journal, 64);
    let writing = true;
    const written = (async () => {
      for (let seed = 1; writing; seed++)
        await writeConcurrently(store.database, journal, streams, { writers: 3, each: 10, seed });
    })();
    const [sleeper, other] = [await start(), await start()];
    const share = SHARDS / 2;
    await until(
      'both hold their share',
      15_000,
      async () => (await held(sleeper)) === share && (await held(other)) === share,
    );

    sleeper.process.kill('SIGSTOP');
    const stopped = performance.now();
    await until('the other one holds everything', TAKEOVER_MS, async () => (await held(other)) === SHARDS);
    const took = performance.now() - stopped;
    await delay(ASLEEP_MS - took);
    sleeper.process.kill('SIGCONT');
    await until('the woken one has a share again', 15_000, async () => (await held(sleeper)) > 0);

    other.process.kill('SIGKILL');
    const killed = performance.now();
    await until('it takes over from a killed one', TAKEOVER_MS, async () => (await held(sleeper)) === SHARDS);
    console.info(`takeover: stopped ${Math.round(took)} ms, killed ${Math.round(performance.now() - killed)} ms`);
    writing = false;
    await written;
    await until('everything is published', 10_000, outboxEmpty);

    const { rows } = await store.database.hot.query<OutgoingRecord>(
      'SELECT key, seq, shard, fencing FROM arrivals ORDER BY n',
    );
    const heads = await new JournalReader(store.database).heads(streams);
    const verdict = judge(rows, new Map([...heads].map(([id, head]) => [id, head.lastSeq])));
    expect(verdict).toEqual({ lost: 0, reordered: 0, stale: 0 });
    expect(rows.length).toBeGreaterThan(1_000);
  });
});
