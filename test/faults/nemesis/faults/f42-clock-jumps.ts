import { setTimeout as delay } from 'node:timers/promises';
import { nameOf } from '../../cluster/cluster.js';
import type { Fault } from '../fault.js';

const HOUR_S = 3_600;

export const f42: Fault = {
  id: 'F42',
  name: 'the clock of a node jumps ahead one hour, then back to ten minutes behind',
  seconds: { quick: 10, full: 20 },
  expected: 'order, unread, leases, limits unaffected; tokens judged within 30 s of skew',
  needs: { clock: true },
  async inject({ cluster, random, seconds }) {
    const victim = random.below(cluster.stack.nodes.length);
    cluster.shiftClock(victim, HOUR_S);
    await delay(seconds * 500);
    cluster.shiftClock(victim, -600);
    return { target: nameOf(victim), heal: async () => cluster.shiftClock(victim, 0) };
  },
};
