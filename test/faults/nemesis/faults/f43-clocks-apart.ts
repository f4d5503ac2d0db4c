import { isAhead } from '../tools/clock.js';
import type { Fault } from '../fault.js';

const SKEW_S = 30;

export const f43: Fault = {
  id: 'F43',
  name: 'the clocks of two nodes are 30 s apart from the third, one before and one behind',
  seconds: { quick: 10, full: 30 },
  expected: 'safe',
  needs: { clock: true },
  async inject({ cluster }) {
    cluster.shiftClock(0, SKEW_S);
    cluster.shiftClock(1, -SKEW_S);
    return {
      bit: async () => {
        const moved = await Promise.all([isAhead(cluster.node(0), SKEW_S), isAhead(cluster.node(1), -SKEW_S)]);
        return moved.every(Boolean) ? 2 : 0;
      },
      heal: async () => {
        cluster.shiftClock(0, 0);
        cluster.shiftClock(1, 0);
      },
    };
  },
};
