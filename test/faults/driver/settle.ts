import { setTimeout as delay } from 'node:timers/promises';
import { inParallel } from '../../../scripts/replay/patience.js';
import { allPages } from '../../../sdk/index.js';
import type { OpError } from '../history/index.js';
import type { Asking } from './asking.js';
import type { World } from './world.js';

const AT_ONCE = 4;
const LOOK_MS = 250;
/** Longest pause before everything that is left is tried again. */
const MOST_MS = 3_000;
/** Refusals of whoever asks, not of what he asks: they say nothing of earlier tries. */
const OF_THE_ASKER = [401, 429];

/** One more message in every conversation: each has to take it, and each node in its turn, though nobody asked it for a while. */
export function sayLastWords({ rooms, places: { nodes }, unresolved, newMessageId }: World): void {
  for (const [i, room] of rooms.entries()) {
    const person = room.owner;
    const body = person.body();
    unresolved.set(newMessageId(), { person, room, body, node: nodes[i % nodes.length] });
  }
}

/** Repeats every send of which nobody knows whether it happened, until there is an answer; what gets none, the checker finds (I31). */
export async function resolveSends(world: World, withinMs: number, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + withinMs;
  const errors = new Map<string, OpError>();
  for (let pause = LOOK_MS; ; pause = Math.min(2 * pause, MOST_MS)) {
    await inParallel([...world.unresolved], AT_ONCE, async ([clientMessageId, { person, room, body, node }]) => {
      signal?.throwIfAborted();
      const attempt = { clientMessageId, body, node: node ?? person.anyNode(), by: 'rest' as const };
      const answer = await world.attempt(person, room, attempt);
      if (answer.outcome === 'ok') return;
      errors.set(clientMessageId, answer.error);
      if (answer.outcome === 'fail' && isFinal(answer.error)) world.unresolved.delete(clientMessageId);
    });
    if (world.unresolved.size === 0 || performance.now() > end) break;
    await delay(pause, undefined, { signal });
  }
  for (const [clientMessageId, { person, room, node }] of world.unresolved) {
    const error = errors.get(clientMessageId)!;
    const because = `${error.status} ${error.code}`;
    const what = `a message to ${room.id}${node ? ` at ${node.name}` : ''}`;
    const promised = error.status !== 429;
    world.recorder.mark('no-answer', { what, because, promised, clientMessageId }, person.name);
  }
}

const isFinal = ({ status }: OpError): boolean => status < 500 && !OF_THE_ASKER.includes(status);

/**
 * Waits until every device is live, at the head of everything its user is in, and lists nothing else. Who is not there in time, the
 * checker finds (I10).
 */
export async function untilDevicesAreThere(
  world: World,
  asking: Asking,
  withinMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const end = performance.now() + withinMs;
  const members = new Map<string, Set<string>>();
  for (const room of world.rooms) {
    const { owner, id } = room;
    const told = await asking.askAny([owner.anyNode(), ...world.places.nodes], `the members of ${id}`, async (node) => {
      const { conversations } = owner.rest(node).api;
      const { headSeq } = await conversations.get(id);
      return { headSeq, list: await allPages((cursor) => conversations.members(id, { cursor, limit: 200 })) };
    });
    if (!told) continue;
    room.head = told.headSeq;
    members.set(id, new Set(told.list.map(({ userId }) => userId)));
  }
  for (const person of world.everybody) {
    for (const device of person.devices) {
      const there = () =>
        device.live &&
        world.rooms.every(({ id, head }) => {
          const item = device.item(id);
          const known = members.get(id);
          // Nobody can say where it ends, or who is in it.
          if (!known) return true;
          return known.has(person.id) ? item !== null && item.appliedSeq >= head : item === null;
        });
      while (!there() && performance.now() < end) await delay(LOOK_MS, undefined, { signal });
    }
  }
}
