import { isFrozen, signalFamily } from '../tools/processes.js';
import type { Fault } from '../fault.js';

export const f27: Fault = {
  id: 'F27',
  name: 'Postgres is frozen (SIGSTOP of all its processes)',
  seconds: { quick: 8, full: 10 },
  expected: 'calls fail retryable in 2 s; the pool recovers without a restart; 5 s',
  async inject({ cluster: { stack } }) {
    const { pid } = stack.postgres;
    signalFamily(pid, 'SIGSTOP');
    return { bit: () => Number(isFrozen(pid)), heal: async () => signalFamily(pid, 'SIGCONT') };
  },
};
