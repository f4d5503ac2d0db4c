import { isFrozen } from '../tools/processes.js';
import type { Fault } from '../fault.js';

export const f12: Fault = {
  id: 'F12',
  name: 'Redis is frozen (SIGSTOP)',
  seconds: { quick: 8, full: 10 },
  expected: 'commands time out at 500 ms; as F11',
  async inject({ cluster: { stack } }) {
    await stack.redis.kill('SIGSTOP');
    return { bit: () => Number(isFrozen(stack.redis.pid)), heal: () => stack.redis.kill('SIGCONT') };
  },
};
