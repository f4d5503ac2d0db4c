import { Again } from '../tools/again.js';
import { withoutFront } from '../tools/without-front.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 3_000;

export const f37: Fault = {
  id: 'F37',
  name: 'all client sockets are reset every 3 s',
  seconds: { quick: 10, full: 60 },
  expected: 'devices stay complete and in order; resumed 8 s after',
  fromOutside: true,
  impossible: withoutFront,
  async inject({ fronts }) {
    const resets = new Again(EVERY_MS, () => fronts.reduce((sum, front) => sum + front.reset(), 0));
    return { bit: () => resets.count, heal: () => resets.stop() };
  },
};
