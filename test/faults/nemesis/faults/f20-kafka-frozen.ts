import { isFrozen } from '../tools/processes.js';
import type { Fault } from '../fault.js';

export const f20: Fault = {
  id: 'F20',
  name: 'the brokers are frozen (SIGSTOP)',
  seconds: { quick: 10, full: 15 },
  expected: 'requests time out; consumers drop the repeats; 15 s',
  async inject({ cluster: { stack } }) {
    await stack.kafka.kill('SIGSTOP');
    return {
      bit: () => stack.kafka.nodes.filter(({ pid }) => isFrozen(pid)).length,
      heal: () => stack.kafka.kill('SIGCONT'),
    };
  },
};
