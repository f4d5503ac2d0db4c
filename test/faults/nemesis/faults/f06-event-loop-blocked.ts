import { nameOf } from '../../cluster/cluster.js';
import { evaluateIn } from '../tools/inspector.js';
import type { Fault } from '../fault.js';

const BLOCK_MS = 3_000;

export const f06: Fault = {
  id: 'F06',
  name: 'the event loop of a node is blocked for 3 s',
  seconds: { quick: 5, full: 5 },
  expected: 'readiness drops; no lease is lost wrongly; 10 s',
  async inject({ cluster, random }) {
    const victim = random.below(cluster.stack.nodes.length);
    const code = `const end = Date.now() + ${BLOCK_MS}; while (Date.now() < end);`;
    const { pid, url } = cluster.node(victim);
    await evaluateIn(pid, cluster.inspectorPort(victim), code);
    const asked = performance.now();
    await fetch(`${url}/health/live`);
    const silentMs = performance.now() - asked;
    return { target: nameOf(victim), bit: () => Number(silentMs > BLOCK_MS / 2), heal: async () => undefined };
  },
};
