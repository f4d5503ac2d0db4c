import { nameOf } from '../../cluster/cluster.js';
import { hitsOf } from '../tools/hits.js';
import type { Fault } from '../fault.js';

export const f17: Fault = {
  id: 'F17',
  name: 'one node is cut from Redis only',
  seconds: { quick: 8, full: 20 },
  expected: 'its users fall to pull mode, the others notice nothing; no leak after a removal; ≤ 4 s',
  async inject({ cluster, random }) {
    const victim = random.pick(cluster.living);
    const { redis } = cluster.links[victim]!;
    const bit = hitsOf(redis);
    redis.cutOff();
    return { target: nameOf(victim), bit, heal: async () => redis.heal() };
  },
};
