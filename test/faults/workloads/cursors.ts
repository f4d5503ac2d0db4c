import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** W5: several devices of one user that move one cursor, at several nodes and not always forward. */
export function cursors(world: World): Workload {
  const { random, recorder, rooms } = world;
  return {
    id: 'W5',
    what: 'read and delivered marks from several devices of one user',
    weight: 8,
    step: async () => {
      const room = random.pick(rooms);
      const person = random.pick([...room.people]);
      const wire = person.wire(person.anyNode());
      if (!wire.connected) return;
      const args = { conversationId: room.id, seq: 1 + random.below(room.head + 2) };
      if (random.chance(0.6)) await recorder.call(wire.who, 'read', args, () => wire.request('receipt.read', args));
      else await recorder.call(wire.who, 'delivered', args, () => wire.request('receipt.delivered', args));
    },
  };
}
