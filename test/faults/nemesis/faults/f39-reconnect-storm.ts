import { Crowd } from '../tools/crowd.js';
import type { Fault } from '../fault.js';

/** Sockets that nobody looks at, besides those of the users. */
const SOCKETS = { quick: 300, full: 2_000 };

/** Longer than expected: how soon is a matter of the machine. */
const BACK_MS = 120_000;

export const f39: Fault = {
  id: 'F39',
  name: 'the balancer loses every connection at once: a reconnect storm',
  seconds: { quick: 8, full: 20 },
  expected: 'admission queue; database connections ≤ pool; no crash; all resumed in 30 s',
  async inject({ cluster, world, length, say }) {
    const crowd = await Crowd.gather(world, cluster.fronts, SOCKETS[length]);
    say(`${crowd.online} further sockets are connected`);
    const cut = cluster.stack.balancer.cut();
    return {
      bit: () => cut,
      heal: async () => {
        try {
          await crowd.untilBack(BACK_MS);
        } finally {
          crowd.close();
        }
      },
    };
  },
};
