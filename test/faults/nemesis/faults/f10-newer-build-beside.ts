import { runMigrations } from '../../../../scripts/parts/parley-node.js';
import { until } from '../../../../scripts/parts/until.js';
import { type Cluster, nameOf } from '../../cluster/cluster.js';
import { migrateToNewer } from '../../newer/migration.js';
import { NEWER_TYPES } from '../../newer/types.js';
import { asAdmin } from '../tools/admin.js';
import type { Fault } from '../fault.js';

export const f10: Fault = {
  id: 'F10',
  name: 'a newer build runs beside this one, after its migration, and is taken back',
  seconds: { quick: 8, full: 20 },
  expected: 'each reads what the other wrote; types and fields that nobody knows are passed on and ignored',
  needs: { builds: true },
  async inject({ cluster, random }) {
    await until('the newer migration is done', 60_000, async () => {
      await migrateToNewer(cluster.databaseUrl);
      return true;
    });
    const node = random.below(cluster.stack.nodes.length);
    await cluster.deploy(node, 'newer');
    return {
      target: nameOf(node),
      heal: async () => {
        await cluster.deploy(node, 'this');
        // An older version's own migrations have nothing to do, and nothing to say against it.
        await runMigrations(cluster.databaseUrl);
        await makeSure(cluster);
      },
    };
  },
};

/** That there was something to read for the others. */
async function makeSure(cluster: Cluster): Promise<void> {
  const admin = await asAdmin(cluster);
  try {
    const sql = 'SELECT count(DISTINCT type)::int AS n FROM entries WHERE type = ANY ($1)';
    const types = Object.values(NEWER_TYPES);
    const { rows } = await admin.query<{ n: number }>(sql, [types]);
    if (rows[0]!.n < types.length) throw new Error('the newer build wrote nothing of its own');
  } finally {
    await admin.end();
  }
}
