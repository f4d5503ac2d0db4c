import { type Cluster, nameOf } from '../../cluster/cluster.js';
import type { Fault } from '../fault.js';

export const f47: Fault = {
  id: 'F47',
  name: 'the holder of most leases is frozen until others have taken them, then goes on',
  seconds: { quick: 15, full: 30 },
  expected: 'what it does then is fenced off; repeats are dropped; order kept; takeover ≤ 13 s',
  async inject({ cluster }) {
    const victim = await busiestRelay(cluster);
    await cluster.node(victim).kill('SIGSTOP');
    return { target: nameOf(victim), heal: () => cluster.node(victim).kill('SIGCONT') };
  },
};

/** Nodes tell how many shards they hold. */
async function busiestRelay(cluster: Cluster): Promise<number> {
  const held = await Promise.all(
    cluster.stack.nodes.map(async ({ metricsUrl }) => {
      const text = await (await fetch(metricsUrl)).text();
      return Number(/^parley_relay_shards (\d+)$/mu.exec(text)?.[1] ?? 0);
    }),
  );
  return held.indexOf(Math.max(...held));
}
