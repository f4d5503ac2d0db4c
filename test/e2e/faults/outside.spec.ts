import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { CROWD_SETTINGS } from '../../../scripts/replay/faults/settings.js';
import type { RunningParley } from '../../../src/boot.js';
import { optionsFrom } from '../../faults/options.js';
import { runAndCheck } from '../../faults/verdict.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';

const NODES = 2;
const SENDS = 300;
/** For what hangs: alone both runs take less than a minute. */
const WITHIN_MS = 10 * 60_000;

await describeWith(['postgres', 'redis', 'kafka'], 'a deployment that runs already', (_postgres, redis, kafka) => {
  const nodes: RunningParley[] = [];
  let databaseUrl: string;

  beforeAll(async () => {
    ({ url: databaseUrl } = await freshDatabase());
    const shared = {
      ...CROWD_SETTINGS,
      DATABASE_POOL: '10',
      ...{ REDIS_URL: redis, REDIS_PREFIX: freshPrefix() },
      ...{ KAFKA_BROKERS: kafka, KAFKA_PREFIX: freshPrefix(), KAFKA_PARTITIONS: '2' },
    };
    for (let i = 0; i < NODES; i += 1) nodes.push(await startNode(databaseUrl, shared));
  });
  afterAll(() => Promise.all(nodes.map((node) => node.close())));

  async function checked(...args: string[]) {
    const out = join(tempFolder('outside'), 'run');
    const urls = nodes.map(({ url }) => `--url=${url}`);
    const options = optionsFrom([
      ...urls,
      `--sends=${SENDS}`,
      '--users=12',
      '--rest=0',
      '--calm=no',
      `--out=${out}`,
      ...args,
    ]);
    const { report, text } = await runAndCheck({ ...options, say: () => undefined, progress: () => undefined });
    expect(report.verdict.violations, text).toEqual([]);
    expect(report.figures.acked, text).toBeGreaterThanOrEqual(SENDS);
    const ids = (status: string) =>
      report.verdict.invariants.filter((one) => one.status === status).map(({ id }) => id);
    return { held: ids('held'), unseen: ids('nothing to look at'), text };
  }

  it(
    'is checked from outside, against what its nodes serve, and told what only its database would show',
    async () => {
      const { held, unseen, text } = await checked('--faults=F37');
      expect(held, text).toEqual(expect.arrayContaining(SERVED));
      expect(unseen).toEqual(expect.arrayContaining([...FROM_THE_DATABASE, ...FROM_ITS_PROCESSES]));
      expect(text.match(/--database-url/gu)).toHaveLength(FROM_THE_DATABASE.length);
    },
    WITHIN_MS,
  );

  it(
    'is checked against its database where that is given',
    async () => {
      const { held, unseen, text } = await checked('--faults=', `--database-url=${databaseUrl}`);
      expect(held, text).toEqual(expect.arrayContaining([...SERVED, 'I9']));
      // Half of I8 is what Kafka has.
      expect(unseen).toEqual(expect.arrayContaining(['I8', ...FROM_ITS_PROCESSES]));
      // Its replay command names it, no invariant asks for it.
      expect(text).not.toMatch(/^ +· .*--database-url/mu);
    },
    WITHIN_MS,
  );
});

/** Those that every such run has something to look at for. */
const SERVED = [1, 4, 5, 6, 7, 10, 13, 14, 16, 17, 18, 19, 26, 30].map((n) => `I${n}`);
const FROM_THE_DATABASE = ['I8', 'I9'];
/** Leases and the ends of processes: of nodes of its own alone. */
const FROM_ITS_PROCESSES = ['I24', 'I25'];
