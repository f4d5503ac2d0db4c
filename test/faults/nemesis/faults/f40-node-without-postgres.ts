import { nameOf } from '../../cluster/cluster.js';
import { hitsOf } from '../tools/hits.js';
import type { Fault } from '../fault.js';

export const f40: Fault = {
  id: 'F40',
  name: 'one node is cut from Postgres, its clients still attached',
  seconds: { quick: 10, full: 20 },
  expected: 'it refuses writes and leaves the balancer; its leases pass on; 15 s',
  async inject({ cluster, random }) {
    const victim = random.pick(cluster.living);
    const { postgres } = cluster.links[victim]!;
    const bit = hitsOf(postgres);
    postgres.cutOff();
    return { target: nameOf(victim), bit, heal: async () => postgres.heal() };
  },
};
