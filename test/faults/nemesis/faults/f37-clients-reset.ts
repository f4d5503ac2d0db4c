import type { Fault } from '../fault.js';

const EVERY_MS = 3_000;

export const f37: Fault = {
  id: 'F37',
  name: 'all client sockets are reset every 3 s',
  seconds: { quick: 10, full: 60 },
  expected: 'devices stay complete and in order; resumed 8 s after',
  fromOutside: true,
  async inject({ fronts }) {
    const reset = () => fronts.forEach((front) => front.reset());
    reset();
    const timer = setInterval(reset, EVERY_MS);
    return { heal: async () => clearInterval(timer) };
  },
};
