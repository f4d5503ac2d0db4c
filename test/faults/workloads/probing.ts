import { probe } from '../driver/probe.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** Strangers and those who were members look for what is said, while it is said; members look for what was deleted. */
export function probing(world: World): Workload {
  return {
    id: 'probes',
    what: 'strangers and ex-members looking for content, members for deleted content',
    weight: 8,
    step: () => (world.random.chance(0.75) ? fromOutside(world) : fromInside(world)),
  };
}

async function fromOutside(world: World): Promise<void> {
  const { random, people, rooms } = world;
  const room = random.pick(rooms);
  const outside =
    room.left.size > 0 && random.chance(0.7) ? [...room.left] : people.filter((one) => !room.people.has(one));
  if (outside.length === 0) return;
  const person = random.pick(outside);
  await probe(world, person, room, person.anyNode(), random.below(100));
}

async function fromInside(world: World): Promise<void> {
  const { random } = world;
  const rooms = world.rooms.filter(({ deleted }) => deleted.size > 0);
  if (rooms.length === 0) return;
  const room = random.pick(rooms);
  const person = random.pick([...room.people]);
  // Mostly what has just been deleted.
  const deletedSeq = random.pick([...room.deleted].slice(random.chance(0.5) ? -3 : 0));
  await probe(world, person, room, person.anyNode(), random.below(100), deletedSeq);
}
