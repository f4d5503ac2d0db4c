import { nameOf } from '../../cluster/cluster.js';
import { isAhead } from '../tools/clock.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 5_000;
const STEP_S = 2;

export const f44: Fault = {
  id: 'F44',
  name: 'the clock of a node steps back 2 s every 5 s',
  seconds: { quick: 11, full: 30 },
  expected: 'no id twice, no negative duration',
  needs: { clock: true },
  async inject({ cluster, random }) {
    const victim = random.below(cluster.stack.nodes.length);
    let behind = 0;
    const step = () => cluster.shiftClock(victim, (behind -= STEP_S));
    step();
    const timer = setInterval(step, EVERY_MS);
    return {
      target: nameOf(victim),
      bit: async () => ((await isAhead(cluster.node(victim), behind)) ? -behind / STEP_S : 0),
      heal: async () => {
        clearInterval(timer);
        cluster.shiftClock(victim, 0);
      },
    };
  },
};
