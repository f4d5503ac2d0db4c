import { asAdmin } from '../tools/admin.js';
import type { Fault } from '../fault.js';

export const f30: Fault = {
  id: 'F30',
  name: 'the row of the busiest conversation is locked by another session',
  seconds: { quick: 10, full: 10 },
  expected: 'only that conversation waits, then is refused for now; others p99 ≤ 2×',
  async inject({ cluster, world }) {
    const room = [...world.rooms].sort((a, b) => b.people.size - a.people.size)[0]!;
    const admin = await asAdmin(cluster);
    await admin.query('BEGIN');
    await admin.query('SELECT FROM streams WHERE stream_id = $1 FOR UPDATE', [room.id]);
    return { target: room.id, heal: () => admin.end() };
  },
};
