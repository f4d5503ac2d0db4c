import { asAdmin, waitingFor } from '../tools/admin.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const LOOK_MS = 250;

export const f25: Fault = {
  id: 'F25',
  name: 'a consumer gets nowhere: its table is locked',
  seconds: { quick: 8, full: 20 },
  expected: 'its lag grows; sends unaffected',
  async inject({ cluster }) {
    const admin = await asAdmin(cluster);
    await admin.query('BEGIN');
    await admin.query('LOCK TABLE notifications IN ACCESS EXCLUSIVE MODE');
    const waiting = new Again(LOOK_MS, () => waitingFor(admin));
    return {
      target: 'notifications.inbox',
      bit: () => waiting.count,
      heal: async () => {
        await waiting.stop();
        await admin.end();
      },
    };
  },
};
