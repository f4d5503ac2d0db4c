import type { Cluster } from '../../cluster/cluster.js';
import { asAdmin, numberOf } from '../tools/admin.js';
import type { Fault } from '../fault.js';

export const f35: Fault = {
  id: 'F35',
  name: 'the database turns read-only',
  seconds: { quick: 8, full: 15 },
  expected: 'writes 503; reads and sockets live; 5 s',
  async inject({ cluster }) {
    const admin = await asAdmin(cluster);
    const set = async (statement: string) => {
      await admin.query(statement);
      await admin.query('SELECT pg_reload_conf()');
    };
    await set('ALTER SYSTEM SET default_transaction_read_only = on');
    return {
      bit: () => isReadOnly(cluster),
      heal: async () => {
        await set('ALTER SYSTEM RESET default_transaction_read_only');
        await admin.end();
      },
    };
  },
};

/** As a session finds it that begins now: 1 or 0. */
async function isReadOnly(cluster: Cluster): Promise<number> {
  const admin = await asAdmin(cluster);
  try {
    return await numberOf(admin, `SELECT (current_setting('default_transaction_read_only') = 'on')::int AS n`);
  } finally {
    await admin.end();
  }
}
