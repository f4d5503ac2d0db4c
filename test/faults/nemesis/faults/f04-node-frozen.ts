import { nameOf } from '../../cluster/cluster.js';
import { isFrozen } from '../tools/processes.js';
import type { Fault } from '../fault.js';

export const f04: Fault = {
  id: 'F04',
  name: 'a node is frozen (SIGSTOP) and goes on',
  seconds: { quick: 8, full: 30 },
  expected: 'the balancer takes it out; it serves and publishes nothing stale; its sockets resume; 15 s',
  async inject({ cluster, random }) {
    const victim = random.pick(cluster.living);
    const { pid } = cluster.node(victim);
    await cluster.node(victim).kill('SIGSTOP');
    return {
      target: nameOf(victim),
      bit: () => Number(isFrozen(pid)),
      heal: () => cluster.node(victim).kill('SIGCONT'),
    };
  },
};
