import type { Fault } from '../fault.js';

export const f05: Fault = {
  id: 'F05',
  name: 'all nodes are stopped in order and started again, one after the other',
  seconds: { quick: 1, full: 1 },
  expected: 'told to go elsewhere in time; each within 20 s; no failed send for who repeats',
  async inject({ cluster }) {
    for (const node of cluster.stack.nodes.keys()) {
      await cluster.kill(node, 'SIGTERM');
      await cluster.revive(node);
    }
    return { bit: () => cluster.stack.nodes.length, heal: async () => undefined };
  },
};
