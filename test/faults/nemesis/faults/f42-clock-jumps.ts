import { setTimeout as delay } from 'node:timers/promises';
import { nameOf } from '../../cluster/cluster.js';
import { isAhead } from '../tools/clock.js';
import type { Fault } from '../fault.js';

const HOUR_S = 3_600;
const BEHIND_S = 600;

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
    const ahead = await isAhead(cluster.node(victim), HOUR_S);
    cluster.shiftClock(victim, -BEHIND_S);
    const bit = async () => (ahead && (await isAhead(cluster.node(victim), -BEHIND_S)) ? 2 : 0);
    return { target: nameOf(victim), bit, heal: async () => cluster.shiftClock(victim, 0) };
  },
};
