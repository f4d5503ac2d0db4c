import { setTimeout as delay } from 'node:timers/promises';
import type { ResumeInput, ResumeResult } from '../../../src/contract/index.js';
import { seenEntry, type Ops } from '../history/index.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** W4: devices that lose their connection and come back, and bare sockets that ask for what they missed. */
export function flapping(world: World): Workload {
  const { random, people } = world;
  return {
    id: 'W4',
    what: 'devices that come and go',
    weight: 8,
    step: async () => {
      const person = random.pick(people);
      const chosen = random.below(3);
      if (chosen === 0) await flap(world);
      else if (chosen === 1) await resume(world, person);
      else await range(world, person);
    },
  };
}

async function flap({ random, people, host }: World): Promise<void> {
  const { client } = random.pick(random.pick(people.filter((one) => one !== host)).devices);
  client.disconnect();
  await delay(random.gap(500));
  // Resolves when everything is caught up, which a fault may keep it from for long: nobody waits for it here.
  client.connect().catch(() => undefined);
}

async function resume(world: World, person: World['people'][number]): Promise<void> {
  const { random, recorder } = world;
  const wire = person.wire(person.anyNode());
  const rooms = world.rooms.filter(({ people, left }) => people.has(person) || left.has(person));
  const known = random.some(rooms, random.below(rooms.length + 1));
  const conversations = Object.fromEntries(known.map(({ id, head }) => [id, Math.max(0, head - random.below(80))]));
  const args: ResumeInput = { epoch: world.epoch, userSeq: 0, conversations };
  if (!wire.connected) return;
  await recorder.call(wire.who, 'resume', args, async () => seenResume(await wire.request('sync.resume', args)));
}

function seenResume({ epoch, user, conversations }: ResumeResult): Ops['resume']['result'] {
  const seen = Object.entries(conversations).map(([id, answer]) => {
    return [id, answer.kind === 'range' ? { ...answer, events: answer.events.map(seenEntry) } : answer] as const;
  });
  return { epoch, userHead: user.headSeq, conversations: Object.fromEntries(seen) };
}

async function range(world: World, person: World['people'][number]): Promise<void> {
  const { random, recorder } = world;
  const wire = person.wire(person.anyNode());
  const room = random.pick(world.rooms);
  const fromSeq = 1 + random.below(room.head);
  const args = { conversationId: room.id, fromSeq, toSeq: fromSeq + random.below(60) };
  if (!wire.connected) return;
  await recorder.call(wire.who, 'range', args, async () => {
    const { headSeq, reset, events } = await wire.request('sync.range', args);
    return { headSeq, reset, events: events.map(seenEntry) };
  });
}
