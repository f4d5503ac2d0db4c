import type { Fault } from '../fault.js';

export const f03: Fault = {
  id: 'F03',
  name: 'all nodes are killed with -9 and started again',
  seconds: { quick: 3, full: 5 },
  expected: 'nothing acked is lost; leases are taken anew; first ack 10 s after listening',
  async inject({ cluster }) {
    const nodes = [...cluster.stack.nodes.keys()];
    await Promise.all(nodes.map((node) => cluster.kill(node, 'SIGKILL')));
    return {
      bit: () => nodes.length,
      heal: () => cluster.reviveAll(nodes),
    };
  },
};
