import { nameOf } from '../../cluster/cluster.js';
import type { Fault } from '../fault.js';

export const f40: Fault = {
  id: 'F40',
  name: 'one node is cut from Postgres, its clients still attached',
  seconds: { quick: 10, full: 20 },
  expected: 'it refuses writes and leaves the balancer; its leases pass on; 15 s',
  async inject({ cluster, random }) {
    const victim = random.below(cluster.links.length);
    cluster.links[victim]!.postgres.cutOff();
    return { target: nameOf(victim), heal: async () => cluster.links[victim]!.postgres.heal() };
  },
};
