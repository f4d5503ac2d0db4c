import { setTimeout as delay } from 'node:timers/promises';
import { inParallel, patiently } from '../../../scripts/replay/patience.js';
import { allPages } from '../../../sdk/index.js';
import type { World } from './world.js';

const TRIES = 20;
const AT_ONCE = 4;
const LOOK_MS = 250;

/** Repeats every send of which nobody knows whether it happened, until there is an answer. */
export async function resolveSends(world: World, signal?: AbortSignal): Promise<void> {
  await inParallel([...world.unresolved], AT_ONCE, async ([clientMessageId, { person, room, body }]) => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const node = person.anyNode();
      const { outcome, ...answer } = await world.attempt(person, room, { clientMessageId, body, node, by: 'rest' });
      if (outcome === 'ok') return;
      if (outcome === 'fail' && 'error' in answer && answer.error.status !== 503) return;
      await delay(LOOK_MS, undefined, { signal });
    }
  });
}

/**
 * Waits until every device is live, at the head of everything its user is in, and lists nothing else. Who is not there in time, the
 * checker finds (I10).
 */
export async function untilDevicesAreThere(world: World, withinMs: number, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + withinMs;
  const members = new Map<string, Set<string>>();
  for (const room of world.rooms) {
    const { api } = room.owner.rest(room.owner.anyNode());
    room.head = (await patiently(() => api.conversations.get(room.id))).headSeq;
    const list = await allPages((cursor) =>
      patiently(() => api.conversations.members(room.id, { cursor, limit: 200 })),
    );
    members.set(room.id, new Set(list.map(({ userId }) => userId)));
  }
  for (const person of world.everybody) {
    for (const device of person.devices) {
      const there = () =>
        device.live &&
        world.rooms.every(({ id, head }) => {
          const item = device.item(id);
          return members.get(id)!.has(person.id) ? item !== null && item.appliedSeq >= head : item === null;
        });
      while (!there() && performance.now() < end) await delay(LOOK_MS, undefined, { signal });
    }
  }
}
