import { expect, it } from 'vitest';
import { Random } from '../driver/random.js';
import type { Recorder } from '../driver/recorder.js';
import type { Fault, OwnScene, Scene } from './fault.js';
import { f01 } from './faults/f01-kill-a-node.js';
import { inflict } from './nemesis.js';

const NODES = 64;
const AT_ONCE = { seconds: { quick: 0, full: 0 } };

/** Draws as often as traffic has it. */
const drawing = (times: number): Fault => ({
  ...{ id: 'F32', name: 'a stub', expected: 'nothing', ...AT_ONCE },
  inject: async ({ random }) => {
    for (let i = 0; i < times; i += 1) random.next();
    return { bit: () => 1, heal: async () => undefined };
  },
});

/** What is done to the cluster, in words. */
async function done(seed: string, faults: Fault[]): Promise<string[]> {
  const lines: string[] = [];
  const cluster = {
    living: Array.from({ length: NODES }, (_, node) => node),
    kill: async (node: number) => void lines.push(`killed ${node}`),
    revive: async () => undefined,
  } as unknown as OwnScene['cluster'];
  const scene = { cluster, fronts: [], random: new Random(seed), say: () => undefined } as unknown as Scene;
  const recorder = { mark: () => undefined } as unknown as Recorder;
  await inflict(scene, { faults, length: 'quick', restSeconds: 0 }, recorder);
  return lines;
}

it('chooses the victim of a fault by the seed and its place, however often the ones before it draw', async () => {
  const kill = { ...f01, ...AT_ONCE };
  const once = await done('a', [drawing(1), kill]);
  expect(once).toEqual([expect.stringMatching(/^killed \d+$/u)]);
  expect(await done('a', [drawing(7), kill])).toEqual(once);
  expect(await done('b', [drawing(1), kill])).not.toEqual(once);
  const [first, second] = await done('a', [kill, kill]);
  expect(first).not.toBe(second);
});
