import { hitsOf } from '../tools/hits.js';
import type { Fault } from '../fault.js';

const SLOW = { latencyMs: 500, bytesPerSecond: 32_000 };

export const f13: Fault = {
  id: 'F13',
  name: 'Redis is behind 500 ms and 32 kB/s',
  seconds: { quick: 8, full: 20 },
  expected: 'acks no slower (p99 +≤ 50 ms); 5 s',
  async inject({ cluster }) {
    const bit = hitsOf(...cluster.links.map(({ redis }) => redis));
    for (const { redis } of cluster.links) redis.impair({ up: SLOW, down: SLOW });
    return { bit, heal: async () => cluster.links.forEach(({ redis }) => redis.heal()) };
  },
};
