import { runMigrations } from '../../../../scripts/parts/parley-node.js';
import { until } from '../../../../scripts/parts/until.js';
import { type Cluster, nameOf } from '../../cluster/cluster.js';
import { migrateToNewer } from '../../newer/migration.js';
import { NEWER_TYPES } from '../../newer/types.js';
import { asAdmin, numberOf } from '../tools/admin.js';
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
    const before = await writtenByNewer(cluster);
    await cluster.deploy(node, 'newer');
    return {
      target: nameOf(node),
      // Entries that the others had to read; none, as long as one of the types is missing.
      bit: async () => {
        const now = await writtenByNewer(cluster);
        const more = now.map((count, i) => count - before[i]!);
        return Math.min(...more) > 0 ? more.reduce((sum, count) => sum + count) : 0;
      },
      heal: async () => {
        await cluster.deploy(node, 'this');
        // An older version's own migrations have nothing to do, and nothing to say against it.
        await runMigrations(cluster.databaseUrl);
      },
    };
  },
};

/** How many entries there are of each type that nobody else writes, from whatever time. */
async function writtenByNewer(cluster: Cluster): Promise<number[]> {
  const admin = await asAdmin(cluster);
  try {
    const counts: number[] = [];
    for (const type of Object.values(NEWER_TYPES))
      counts.push(await numberOf(admin, 'SELECT count(*)::int AS n FROM entries WHERE type = $1', [type]));
    return counts;
  } finally {
    await admin.end();
  }
}
