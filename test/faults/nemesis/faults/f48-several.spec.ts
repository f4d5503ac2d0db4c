import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Random } from '../../driver/random.js';
import type { World } from '../../driver/world.js';
import type { Fault, OwnScene } from '../fault.js';
import { f48, POSSIBLE } from './f48-several.js';
import { FakeCluster } from './fake-cluster.js';

const PAIRS = POSSIBLE.flatMap((one) =>
  POSSIBLE.filter((other) => other !== one).map((other) => [one, other] as const),
);

const always = (drawn: readonly Fault[]): Random =>
  ({
    fork: () => always(drawn),
    some: () => drawn,
    below: () => 0,
    pick: (items: unknown[]) => items[0],
    chance: () => true,
  }) as unknown as Random;

describe('two faults together', () => {
  let cluster: FakeCluster;
  beforeEach(async () => void (cluster = await FakeCluster.start()));
  afterEach(() => cluster?.stop());

  /** These two are drawn, and whatever is chosen it is always the first: the two meet in one node where they can. */
  const sceneOf = (drawn: readonly Fault[]): OwnScene => ({
    ...{ cluster: cluster.asCluster, fronts: cluster.asCluster.fronts, length: 'quick', seconds: 10 },
    random: always(drawn),
    world: { rooms: [{ id: 'room', people: new Set() }] } as unknown as World,
    say: () => undefined,
  });

  it.each(PAIRS.map(([one, other]) => [one.id, other.id, one, other] as const))(
    '%s and %s both bite, and everything is as before when they are taken back',
    async (_one, _other, ...drawn) => {
      const { bit, heal } = await f48.inject(sceneOf(drawn));
      expect(await bit()).toBeGreaterThan(0);
      await heal();
      expect(cluster.broken).toEqual([]);
    },
  );
});
