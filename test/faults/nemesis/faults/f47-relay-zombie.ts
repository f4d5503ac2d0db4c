import { type Cluster, nameOf } from '../../cluster/cluster.js';
import { untilBack } from '../../cluster/not-back.js';
import { asAdmin, numberOf } from '../tools/admin.js';
import type { Fault } from '../fault.js';

const HELD_MS = 120_000;

export const f47: Fault = {
  id: 'F47',
  name: 'the holder of most leases is frozen until others have taken them, then goes on',
  seconds: { quick: 15, full: 30 },
  expected: 'what it does then is fenced off; repeats are dropped; order kept; takeover ≤ 13 s',
  async inject({ cluster }) {
    const victim = await busiestRelay(cluster);
    const admin = await asAdmin(cluster);
    // Each time that a lease changes hands its number grows.
    const taken = () => numberOf(admin, 'SELECT sum(fencing)::int AS n FROM relay_leases');
    await cluster.node(victim).kill('SIGSTOP');
    const before = await taken();
    return {
      target: nameOf(victim),
      bit: async () => (await taken()) - before,
      heal: async () => {
        await cluster.node(victim).kill('SIGCONT');
        await admin.end();
      },
    };
  },
};

/** Nodes tell how many shards they hold; after a fault they may still be about to take them. */
async function busiestRelay(cluster: Cluster): Promise<number> {
  let held: number[] = [];
  await untilBack('the relay', 'a node holds leases', HELD_MS, async () => {
    held = await shardsHeld(cluster);
    return Math.max(...held) > 0;
  });
  return held.indexOf(Math.max(...held));
}

function shardsHeld(cluster: Cluster): Promise<number[]> {
  return Promise.all(
    cluster.stack.nodes.map(async ({ metricsUrl }) => {
      const text = await (await fetch(metricsUrl)).text();
      return Number(/^parley_relay_shards (\d+)$/mu.exec(text)![1]);
    }),
  );
}
