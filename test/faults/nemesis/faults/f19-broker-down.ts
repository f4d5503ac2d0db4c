import type { Fault } from '../fault.js';

export const f19: Fault = {
  id: 'F19',
  name: 'one of three brokers is killed with -9: leaders move',
  seconds: { quick: 10, full: 20 },
  expected: 'no break of order; 15 s',
  needs: { brokers: 3 },
  async inject({ cluster: { stack }, random }) {
    const broker = random.below(stack.kafka.nodes.length);
    await stack.kafka.nodes[broker]!.kill('SIGKILL');
    return { target: `broker ${broker + 1}`, bit: () => 1, heal: () => stack.kafka.nodes[broker]!.restart() };
  },
};
