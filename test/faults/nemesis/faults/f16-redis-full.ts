import type { Cluster } from '../../cluster/cluster.js';
import { askRedis } from '../tools/admin.js';
import type { Fault } from '../fault.js';

export const f16: Fault = {
  id: 'F16',
  name: 'Redis is out of memory and refuses every write',
  seconds: { quick: 8, full: 15 },
  expected: 'as F11',
  async inject({ cluster }) {
    await askRedis(cluster, ['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    await askRedis(cluster, ['CONFIG', 'SET', 'maxmemory', '1']);
    const before = await refused(cluster);
    return {
      bit: async () => (await refused(cluster)) - before,
      heal: async () => void (await askRedis(cluster, ['CONFIG', 'SET', 'maxmemory', '0'])),
    };
  },
};

/** Commands that it had no memory for so far. */
async function refused(cluster: Cluster): Promise<number> {
  return Number(/errorstat_OOM:count=(\d+)/u.exec(await askRedis(cluster, ['INFO', 'errorstats']))?.[1] ?? 0);
}
