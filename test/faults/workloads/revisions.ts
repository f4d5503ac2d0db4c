import type { Room } from '../driver/room.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

const EMOJI = ['👍', '🎉', '❤️', '😂'];

type Change = 'edit' | 'delete' | 'react' | 'unreact';
type By = 'its author' | 'anybody';

/** Changes and who tries them, in the shares in which they come. */
const CHANGES: ReadonlyArray<[Change, By, number]> = [
  ['edit', 'its author', 3],
  ['edit', 'anybody', 1],
  ['delete', 'its author', 1],
  ['delete', 'anybody', 1],
  ['react', 'anybody', 3],
  ['unreact', 'anybody', 2],
];

/** W7: edits, deletes and reactions of several people on the same few messages, at several nodes. */
export async function revisions(world: World): Promise<Workload> {
  const { random, people } = world;
  const rooms = [await world.group(people[3]!, random.some(people.slice(4), 5), 'joined')];
  rooms.push(await world.group(people[4]!, random.some(people.slice(5), 5), 'shared'));
  const change = random.deck(CHANGES.flatMap(([what, by, share]) => Array<[Change, By]>(share).fill([what, by])));
  return {
    id: 'W7',
    what: 'edits, deletes and reactions on the same messages',
    weight: 20,
    step: async () => {
      const room = random.pick(rooms);
      const person = random.pick([...room.people]);
      if (room.recent.length < 5 || random.chance(0.25)) {
        await world.say(person, random.pick(person.devices), room);
      } else await revise(world, room, ...change());
    },
  };
}

async function revise(world: World, room: Room, change: Change, by: By): Promise<void> {
  const { random, recorder } = world;
  const { seq, author } = random.pick(room.recent.slice(-8));
  const person = by === 'its author' ? author : random.pick([...room.people]);
  const wire = person.wire(person.anyNode());
  if (!wire.connected) return;
  const at = { conversationId: room.id, seq };
  const emoji = random.pick(EMOJI);
  switch (change) {
    case 'edit': {
      const body = person.body('edited');
      room.uttered(body);
      await recorder.call(wire.who, 'edit', { ...at, body }, async () => {
        const { version } = await wire.request('message.edit', { ...at, body });
        return { version };
      });
      break;
    }
    case 'delete': {
      const act = () => wire.request('message.delete', at).then(nothing);
      const { outcome } = await recorder.call(wire.who, 'delete', at, act);
      if (outcome === 'ok') room.deleted.add(seq);
      break;
    }
    case 'react': {
      const act = () => wire.request('reaction.add', { ...at, emoji }).then(nothing);
      await recorder.call(wire.who, 'react', { ...at, emoji }, act);
      break;
    }
    case 'unreact': {
      const act = () => wire.request('reaction.remove', { ...at, emoji }).then(nothing);
      await recorder.call(wire.who, 'unreact', { ...at, emoji }, act);
    }
  }
}

const nothing = (): Record<string, never> => ({});
