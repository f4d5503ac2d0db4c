import { nameOf } from '../../cluster/cluster.js';
import type { Fault } from '../fault.js';

export const f01: Fault = {
  id: 'F01',
  name: 'a node is killed with -9',
  seconds: { quick: 6, full: 10 },
  expected: 'clients move; unanswered sends are resolved by a repeat; resumed p99 5 s, missed events p99 8 s',
  async inject({ cluster, random }) {
    const victim = random.pick(cluster.living);
    await cluster.kill(victim, 'SIGKILL');
    return { target: nameOf(victim), bit: () => 1, heal: () => cluster.revive(victim) };
  },
};
