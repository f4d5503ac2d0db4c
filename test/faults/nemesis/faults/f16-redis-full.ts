import { askRedis } from '../tools/admin.js';
import type { Fault } from '../fault.js';

export const f16: Fault = {
  id: 'F16',
  name: 'Redis is out of memory and refuses every write',
  seconds: { quick: 8, full: 15 },
  expected: 'as F11',
  async inject({ cluster }) {
    await askRedis(cluster, ['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    await askRedis(cluster, ['CONFIG', 'SET', 'maxmemory', '1']);
    return { heal: () => askRedis(cluster, ['CONFIG', 'SET', 'maxmemory', '0']) };
  },
};
