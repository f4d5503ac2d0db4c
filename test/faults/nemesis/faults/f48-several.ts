import { until } from '../../../../scripts/parts/until.js';
import type { Fault, Injected } from '../fault.js';
import { f01 } from './f01-kill-a-node.js';
import { f04 } from './f04-node-frozen.js';
import { f11 } from './f11-redis-killed.js';
import { f13 } from './f13-redis-slow.js';
import { f17 } from './f17-node-without-redis.js';
import { f18 } from './f18-kafka-down.js';
import { f26 } from './f26-postgres-killed.js';
import { f28 } from './f28-backends-terminated.js';
import { f30 } from './f30-hot-row-locked.js';
import { f32 } from './f32-answer-lost.js';
import { f37 } from './f37-clients-reset.js';
import { f40 } from './f40-node-without-postgres.js';

/**
 * Any two or three of these can be on together. In the order in which they are done, and taken back the other way round: a node that was
 * killed needs everything else to come back, so it is first; Postgres is last, for the others look into it, or hit what is done with it;
 * the row is locked while every session is alive, and before all of them are terminated.
 */
export const POSSIBLE: readonly Fault[] = [f01, f30, f04, f40, f17, f13, f37, f32, f28, f18, f11, f26];

/** How long one is waited for until it has bitten: the next may leave it nothing to bite. */
const BITES_MS = 5_000;

export const f48: Fault = {
  id: 'F48',
  name: 'two or three faults together, drawn by the seed',
  seconds: { quick: 10, full: 20 },
  expected: 'safe; 60 s',
  async inject(scene) {
    const { random, say } = scene;
    const drawn = random.some(POSSIBLE, 2 + random.below(2));
    const chosen = POSSIBLE.filter((fault) => drawn.includes(fault));
    say(chosen.map(({ id, name }) => `${id} ${name}`).join(', '));
    const injected: Injected[] = [];
    const bites: number[] = [];
    for (const fault of chosen) {
      const one = await fault.inject({ ...scene, random: random.fork(fault.id) });
      injected.push(one);
      bites.push(await firstBite(one));
    }
    return {
      target: chosen.map(({ id }, i) => [id, injected[i]!.target].filter(Boolean).join(' ')).join(', '),
      // As often as the one that bit least.
      bit: async () => {
        const now = await Promise.all(injected.map(async ({ bit }) => bit()));
        return Math.min(...now.map((times, i) => Math.max(times, bites[i]!)));
      },
      heal: async () => {
        for (const { heal } of injected.reverse()) await heal();
      },
    };
  },
};

async function firstBite({ bit }: Injected): Promise<number> {
  let times = 0;
  await until('it bites', BITES_MS, async () => (times = await bit()) > 0).catch(() => undefined);
  return times;
}
