import { askRedis } from '../tools/admin.js';
import type { Fault } from '../fault.js';

export const f15: Fault = {
  id: 'F15',
  name: 'Redis forgets everything (FLUSHALL)',
  seconds: { quick: 1, full: 1 },
  expected: 'presence is told again; limits start anew; nobody is signed in or out by it; 10 s',
  async inject({ cluster }) {
    const keys = Number((await askRedis(cluster, ['DBSIZE'])).slice(1));
    await askRedis(cluster, ['FLUSHALL']);
    return { bit: () => keys, heal: async () => undefined };
  },
};
