import { nameOf } from '../../cluster/cluster.js';
import type { Fault } from '../fault.js';

export const f02: Fault = {
  id: 'F02',
  name: 'two of three nodes are killed with -9 together',
  seconds: { quick: 6, full: 10 },
  expected: 'the third carries on or sheds with retryable codes; 10 s',
  async inject({ cluster, random }) {
    const victims = random.some([...cluster.stack.nodes.keys()], 2);
    await Promise.all(victims.map((node) => cluster.kill(node, 'SIGKILL')));
    return {
      target: victims.map(nameOf).join(' and '),
      bit: () => victims.length,
      heal: () => cluster.reviveAll(victims),
    };
  },
};
