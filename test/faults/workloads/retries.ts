import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** W9: each message is sent one to five times under one id, over different nodes and doors, at once and one after the other. */
export async function retries(world: World): Promise<Workload> {
  const { random, people } = world;
  const rooms = [
    await world.group(people[5]!, random.some(people.slice(6), 4), 'joined'),
    await world.direct(people[6]!, people[7]!),
  ];
  return {
    id: 'W9',
    what: 'each message sent 1–5 times under one id over different nodes',
    weight: 12,
    step: async () => {
      const room = random.pick(rooms);
      const person = random.pick([...room.people]);
      const message = { clientMessageId: world.newMessageId(), body: person.body() };
      const attempt = () => world.attempt(person, room, { ...message, ...world.anyWay(person) });
      const times = 1 + random.below(5);
      const together = random.below(times + 1);
      const answers = await Promise.all(Array.from({ length: together }, attempt));
      for (let i = together; i < times; i += 1) answers.push(await attempt());
      // The same id for something else is a conflict, and changes nothing.
      if (answers.some(({ outcome }) => outcome === 'ok') && random.chance(0.1)) {
        await world.attempt(person, room, { ...message, body: person.body(), ...world.anyWay(person) });
      }
    },
  };
}
