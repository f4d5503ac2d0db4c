import type { Fault } from '../fault.js';

export const f18: Fault = {
  id: 'F18',
  name: 'all Kafka brokers are killed with -9',
  seconds: { quick: 8, full: 60 },
  expected: 'sends, acks and live delivery unaffected; the outbox grows, then drains in order (10,000 rows in 30 s)',
  async inject({ cluster: { stack } }) {
    await stack.kafka.kill('SIGKILL');
    return { bit: () => stack.kafka.nodes.length, heal: () => stack.kafka.restart() };
  },
};
