import type { Room } from '../driver/room.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

const EMOJI = ['👍', '🎉', '❤️', '😂'];

/** W7: edits, deletes and reactions of several people on the same few messages, at several nodes. */
export async function revisions(world: World): Promise<Workload> {
  const { random, people } = world;
  const rooms = [await world.group(people[3]!, random.some(people.slice(4), 5), 'joined')];
  rooms.push(await world.group(people[4]!, random.some(people.slice(5), 5), 'shared'));
  return {
    id: 'W7',
    what: 'edits, deletes and reactions on the same messages',
    weight: 20,
    step: async () => {
      const room = random.pick(rooms);
      const person = random.pick([...room.people]);
      if (room.recent.length < 5 || random.chance(0.25)) {
        await world.say(person, random.pick(person.devices), room);
      } else await revise(world, room);
    },
  };
}

async function revise(world: World, room: Room): Promise<void> {
  const { random, recorder } = world;
  const { seq, author } = random.pick(room.recent.slice(-8));
  const person = random.chance(0.7) ? author : random.pick([...room.people]);
  const wire = person.wire(person.anyNode());
  if (!wire.connected) return;
  const at = { conversationId: room.id, seq };
  const emoji = random.pick(EMOJI);
  const chosen = random.below(10);
  if (chosen < 4) {
    const body = person.body('edited');
    room.uttered(body);
    await recorder.call(wire.who, 'edit', { ...at, body }, async () => {
      const { version } = await wire.request('message.edit', { ...at, body });
      return { version };
    });
  } else if (chosen < 5) {
    const act = () => wire.request('message.delete', at).then(nothing);
    const { outcome } = await recorder.call(wire.who, 'delete', at, act);
    if (outcome === 'ok') room.deleted.add(seq);
  } else if (chosen < 8) {
    await recorder.call(wire.who, 'react', { ...at, emoji }, () =>
      wire.request('reaction.add', { ...at, emoji }).then(nothing),
    );
  } else {
    await recorder.call(wire.who, 'unreact', { ...at, emoji }, () =>
      wire.request('reaction.remove', { ...at, emoji }).then(nothing),
    );
  }
}

const nothing = (): Record<string, never> => ({});
