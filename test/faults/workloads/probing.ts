import { probe } from '../driver/probe.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** Strangers and those who were members look for what is said, while it is said. */
export function probing(world: World): Workload {
  const { random, people, rooms } = world;
  return {
    id: 'probes',
    what: 'strangers and ex-members looking for content',
    weight: 6,
    step: async () => {
      const room = random.pick(rooms);
      const outside =
        room.left.size > 0 && random.chance(0.7) ? [...room.left] : people.filter((one) => !room.people.has(one));
      if (outside.length === 0) return;
      const person = random.pick(outside);
      await probe(world, person, room, person.anyNode(), random.below(100));
    },
  };
}
