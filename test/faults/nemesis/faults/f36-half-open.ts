import type { Fault } from '../fault.js';

export const f36: Fault = {
  id: 'F36',
  name: 'half of the clients are half-open: nothing they send arrives, nobody tells them',
  seconds: { quick: 15, full: 60 },
  expected: 'closed after ping interval and timeout; no unbounded buffer; presence lapses; 35 s',
  fromOutside: true,
  async inject({ fronts, random }) {
    const front = random.pick(fronts);
    front.impair({ up: { dropped: true } });
    return { heal: async () => front.heal() };
  },
};
