import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

const SENDERS = 20;

/** W2: one room with everybody, of whom twenty talk. Some mention others, rarely all. */
export async function crowd(world: World): Promise<Workload> {
  const { random, people } = world;
  const room = await world.group(people[0]!, people.slice(1), 'shared');
  const senders = people.slice(0, SENDERS);
  return {
    id: 'W2',
    what: `a room of ${people.length} with ${senders.length} who talk`,
    weight: 8,
    step: async () => {
      const person = random.pick(senders);
      const mention = random.chance(0.1) ? `@${random.pick(people).username}` : '';
      await world.say(person, random.pick(person.devices), room, person.body(mention));
    },
  };
}
