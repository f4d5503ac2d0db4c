import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { CROWD_SETTINGS } from '../../../scripts/replay/faults/settings.js';
import type { RunningParley } from '../../../src/boot.js';
import { optionsFrom } from '../../faults/options.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { runAndCheck } from '../../faults/verdict.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';

const SENDS = 60;
const QUIESCE_MS = 4_000;
const UNAVAILABLE = JSON.stringify({ title: 'Unavailable', status: 503, code: 'platform.unavailable' });
const LOSE_ONE = `DELETE FROM entries WHERE (stream_id, seq) IN
  (SELECT stream_id, seq FROM entries WHERE type = 'messaging.message-sent.v1' ORDER BY occurred_at LIMIT 1)`;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

await describeWith('postgres', 'a deployment of which one node answers nothing any more when the load is over', () => {
  let databaseUrl: string;
  let node: RunningParley;
  let second: FaultProxy;
  let unavailable: Server;

  beforeAll(async () => {
    ({ url: databaseUrl } = await freshDatabase());
    node = await startNode(databaseUrl, { ...CROWD_SETTINGS, DATABASE_POOL: '10' });
    second = await FaultProxy.start({ target: Number(new URL(node.url).port) });
    unavailable = createServer((_, answer) =>
      answer.writeHead(503, { 'content-type': 'application/json' }).end(UNAVAILABLE),
    ).listen(0, '127.0.0.1');
    await once(unavailable, 'listening');
  });
  afterAll(async () => {
    await second?.stop();
    await node?.close();
    unavailable?.close();
  });

  it('is judged all the same: by what it did before, and for not being back', { timeout: 10 * 60_000 }, async () => {
    const addresses = [`--url=${node.url}`, `--url=${second.url}`, `--database-url=${databaseUrl}`];
    const out = join(tempFolder('away'), 'run');
    // Whether presence is judged is another test's business, and takes a minute.
    const short = ['--faults=', `--sends=${SENDS}`, '--users=12', '--calm=no', `--out=${out}`];
    const options = optionsFrom([...addresses, ...short]);
    const client = new pg.Client(databaseUrl);
    await client.connect();
    let lost: Promise<pg.QueryResult> | undefined;
    const say = (line: string) => {
      if (!line.includes('waiting until nothing moves')) return;
      lost = client.query(LOSE_ONE);
      second.to(portOf(unavailable));
      second.reset();
    };
    const { report, text } = await runAndCheck({ ...options, quiesceMs: QUIESCE_MS, say, progress: () => undefined });
    expect((await lost!).rowCount).toBe(1);
    await client.end();
    expect(report.verdict.outcome, text).toBe('broken');
    const found = report.verdict.violations.map(({ invariant, anomaly }) => `${invariant} ${anomaly}`);
    expect(found, text).toEqual(expect.arrayContaining(['I1 lost write', 'I31 no recovery']));
    expect(text).toMatch(/I31 no recovery: node-2 gave no answer to the members of …\S+: 503 platform\.unavailable/u);
  });
});
