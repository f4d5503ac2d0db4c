import type pg from 'pg';
import { asAdmin, connectAsMany, terminateConnections } from '../tools/admin.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 500;

export const f29: Fault = {
  id: 'F29',
  name: 'every connection slot of Postgres is taken by others',
  seconds: { quick: 8, full: 15 },
  expected: 'queue ≤ 1 s, then 503; no crash; 5 s',
  async inject({ cluster }) {
    const admin = await asAdmin(cluster);
    const taken: pg.Client[] = await connectAsMany(cluster);
    // What the nodes hold is taken from them, slot by slot.
    const grabbed = new Again(EVERY_MS, async () => {
      const terminated = await terminateConnections(admin);
      taken.push(...(await connectAsMany(cluster)));
      return terminated;
    });
    return {
      bit: () => grabbed.count,
      heal: async () => {
        await grabbed.stop();
        await Promise.all([admin, ...taken].map((client) => client.end().catch(() => undefined)));
      },
    };
  },
};
