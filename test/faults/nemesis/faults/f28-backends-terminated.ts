import { asAdmin, terminateConnections } from '../tools/admin.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 2_000;

export const f28: Fault = {
  id: 'F28',
  name: 'all connections of the nodes to Postgres are terminated every 2 s',
  seconds: { quick: 10, full: 20 },
  expected: 'as F26 in small; no pool is poisoned; 3 s',
  async inject({ cluster }) {
    const admin = await asAdmin(cluster);
    const terminated = new Again(EVERY_MS, () => terminateConnections(admin));
    await terminated.turned();
    return {
      bit: () => terminated.count,
      heal: async () => {
        await terminated.stop();
        await admin.end();
      },
    };
  },
};
