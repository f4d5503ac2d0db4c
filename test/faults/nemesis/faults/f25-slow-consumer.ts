import { asAdmin } from '../tools/admin.js';
import type { Fault } from '../fault.js';

export const f25: Fault = {
  id: 'F25',
  name: 'a consumer gets nowhere: its table is locked',
  seconds: { quick: 8, full: 20 },
  expected: 'its lag grows; sends unaffected',
  async inject({ cluster }) {
    const admin = await asAdmin(cluster);
    await admin.query('BEGIN');
    await admin.query('LOCK TABLE notifications IN ACCESS EXCLUSIVE MODE');
    return { target: 'notifications.inbox', heal: () => admin.end() };
  },
};
