import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** W8: people who are only there: they type and stop, go away and look who is here. */
export function idle(world: World): Workload {
  const { random, recorder, rooms } = world;
  return {
    id: 'W8',
    what: 'typing and presence',
    weight: 6,
    step: async () => {
      const room = random.pick(rooms);
      const person = random.pick([...room.people]);
      const device = random.pick(person.devices);
      const chosen = random.below(4);
      if (chosen === 0) await device.lookFor([...room.people].map(({ id }) => id));
      else if (chosen === 1) await device.client.setPresence(random.pick(['online', 'away'])).catch(() => undefined);
      else {
        const wire = person.wire(person.anyNode());
        const typing = chosen === 2;
        if (!wire.connected) return;
        await recorder.call(wire.who, 'typing', { conversationId: room.id, typing }, async () => {
          await wire.request(typing ? 'typing.start' : 'typing.stop', { conversationId: room.id });
          return {};
        });
      }
    },
  };
}
