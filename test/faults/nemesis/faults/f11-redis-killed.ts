import type { Fault } from '../fault.js';

export const f11: Fault = {
  id: 'F11',
  name: 'Redis is killed with -9 and comes back empty',
  seconds: { quick: 12, full: 12 },
  expected: 'no node exits; sends as usual; live ≤ 4 s p99 meanwhile, normal 5 s after; removed users get nothing',
  async inject({ cluster: { stack } }) {
    await stack.redis.kill('SIGKILL');
    return { bit: () => 1, heal: () => stack.redis.restart() };
  },
};
