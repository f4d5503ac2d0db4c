import { nameOf } from '../../cluster/cluster.js';
import { evaluateIn } from '../tools/inspector.js';
import { until } from '../../../../scripts/parts/until.js';
import type { Fault } from '../fault.js';

export const f07: Fault = {
  id: 'F07',
  name: 'a node runs into its heap limit and dies of it',
  seconds: { quick: 5, full: 10 },
  expected: 'as F01',
  async inject({ cluster, random }) {
    const victim = random.below(cluster.stack.nodes.length);
    const { pid } = cluster.node(victim);
    cluster.expectEnd(victim);
    const code = 'const hoard = []; for (;;) hoard.push(Array.from({ length: 1e5 }, (_, i) => ({ i })));';
    await evaluateIn(pid, cluster.inspectorPort(victim), code);
    await until('the node has run out of memory', 60_000, () => !cluster.node(victim).alive);
    return { target: nameOf(victim), bit: () => 1, heal: () => cluster.revive(victim) };
  },
};
