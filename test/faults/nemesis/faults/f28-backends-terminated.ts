import { asAdmin } from '../tools/admin.js';
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
    await admin.query(ALL_OTHERS);
    const timer = setInterval(() => void admin.query(ALL_OTHERS).catch(() => undefined), EVERY_MS);
    return {
      heal: async () => {
        clearInterval(timer);
        await admin.end();
      },
    };
  },
};
