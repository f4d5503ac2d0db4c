import type { Fault } from '../fault.js';

export const f26: Fault = {
  id: 'F26',
  name: 'Postgres is killed with -9 and recovers from the crash',
  seconds: { quick: 3, full: 5 },
  expected: 'no ok meanwhile; repeats resolve what is unknown; everything acked survives; first ack 5 s after it is up',
  async inject({ cluster: { stack } }) {
    await stack.postgres.kill('SIGKILL');
    return { bit: () => 1, heal: () => stack.postgres.restart() };
  },
};
