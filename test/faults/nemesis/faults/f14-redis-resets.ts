import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 1_000;

export const f14: Fault = {
  id: 'F14',
  name: 'all connections to Redis are reset every second',
  seconds: { quick: 8, full: 20 },
  expected: 'gates fill the holes from Postgres; ≤ 4 s',
  async inject({ cluster }) {
    const resets = new Again(EVERY_MS, () => cluster.links.reduce((sum, { redis }) => sum + redis.reset(), 0));
    return { bit: () => resets.count, heal: () => resets.stop() };
  },
};
