import { asAdmin } from '../tools/admin.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 2_000;
const ALL_OTHERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`;

export const f28: Fault = {
  id: 'F28',
  name: 'all connections of Postgres are terminated every 2 s',
  seconds: { quick: 10, full: 20 },
  expected: 'as F26 in small; no pool is poisoned; 3 s',
  async inject({ cluster }) {
    const admin = await asAdmin(cluster);
    const terminated = new Again(EVERY_MS, async () => (await admin.query(ALL_OTHERS)).rowCount ?? 0);
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
