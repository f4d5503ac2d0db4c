import { asAdmin, waitingFor } from '../tools/admin.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const LOOK_MS = 250;

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
    const waiting = new Again(LOOK_MS, () => waitingFor(admin));
    return {
      target: room.id,
      bit: () => waiting.count,
      heal: async () => {
        await waiting.stop();
        await admin.end();
      },
    };
  },
};
