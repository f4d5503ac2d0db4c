import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

const MOST = 4;

/** Messages that are written to one socket, none of them waiting for the answer to the one before. */
export function pipelined(world: World): Workload {
  const { random, rooms } = world;
  return {
    id: 'pipelined',
    what: 'two to four messages at once over one socket',
    weight: 4,
    step: async () => {
      const room = random.pick(rooms);
      const person = random.pick([...room.people]);
      const node = person.anyNode();
      if (!person.wire(node).connected) return;
      const write = () => {
        const message = { clientMessageId: world.newMessageId(), body: person.body() };
        return world.attempt(person, room, { ...message, node, by: 'socket' });
      };
      await Promise.all(Array.from({ length: 2 + random.below(MOST - 1) }, write));
    },
  };
}
