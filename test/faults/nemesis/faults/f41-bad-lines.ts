import { hitsOf } from '../tools/hits.js';
import { withoutFront } from '../tools/without-front.js';
import type { Fault } from '../fault.js';

const BAD = { loss: 0.1, bytesPerSecond: 32_000 };

export const f41: Fault = {
  id: 'F41',
  name: '10 % loss and 256 kbit/s for half of the clients',
  seconds: { quick: 10, full: 20 },
  expected: 'slow ones lag or are closed; the others p99 ≤ 2×; 10 s',
  fromOutside: true,
  impossible: withoutFront,
  async inject({ fronts, random }) {
    const front = random.pick(fronts);
    const bit = hitsOf(front);
    front.impair({ up: BAD, down: BAD });
    return { bit, heal: async () => front.heal() };
  },
};
