import { hitsOf } from '../tools/hits.js';
import { withoutFront } from '../tools/without-front.js';
import type { Fault } from '../fault.js';

export const f36: Fault = {
  id: 'F36',
  name: 'half of the clients are half-open: nothing they send arrives, nobody tells them',
  seconds: { quick: 15, full: 60 },
  expected: 'closed after ping interval and timeout; no unbounded buffer; presence lapses; 35 s',
  fromOutside: true,
  impossible: withoutFront,
  async inject({ fronts, random }) {
    const front = random.pick(fronts);
    const bit = hitsOf(front);
    front.impair({ up: { dropped: true } });
    return { bit, heal: async () => front.heal() };
  },
};
