import type { Room } from '../driver/room.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** W1: many conversations of two. */
export async function pairs(world: World, count: number): Promise<Workload> {
  const { random, people } = world;
  const rooms: Room[] = [];
  for (let i = 0; i < count; i += 1) {
    const one = people[i % people.length]!;
    rooms.push(await world.direct(one, people[(i * 7 + 1 + Math.floor(i / people.length)) % people.length]!));
  }
  return {
    id: 'W1',
    what: `${count} conversations of two`,
    weight: 45,
    step: async () => {
      const room = random.pick(rooms);
      const person = random.pick([...room.people]);
      const device = random.pick(person.devices);
      if (random.chance(0.1))
        await device.client
          .timeline(room.id)
          .markRead()
          .catch(() => undefined);
      else await world.say(person, device, room);
    },
  };
}
