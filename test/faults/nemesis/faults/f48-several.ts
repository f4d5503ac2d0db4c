import type { Fault } from '../fault.js';
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

/** Any two or three of these can be on together, and be taken back in any order. */
const POSSIBLE: readonly Fault[] = [f01, f04, f11, f13, f17, f18, f26, f28, f30, f32, f37, f40];

export const f48: Fault = {
  id: 'F48',
  name: 'two or three faults together, drawn by the seed',
  seconds: { quick: 10, full: 20 },
  expected: 'safe; 60 s',
  async inject(scene) {
    const { random, say } = scene;
    const chosen = random.some(POSSIBLE, 2 + random.below(2));
    say(chosen.map(({ id, name }) => `${id} ${name}`).join(', '));
    const injected: Awaited<ReturnType<Fault['inject']>>[] = [];
    for (const fault of chosen) injected.push(await fault.inject({ ...scene, random: random.fork(fault.id) }));
    return {
      target: chosen.map(({ id }, i) => [id, injected[i]!.target].filter(Boolean).join(' ')).join(', '),
      heal: async () => {
        for (const { heal } of injected.reverse()) await heal();
      },
    };
  },
};
