import type { RangeResult, ResumeResult } from '../../../src/contract/index.js';
import { ParleyError } from '../../../sdk/index.js';
import { type ProbePlace, tokensIn } from '../history/index.js';
import type { Person } from './person.js';
import type { Room } from './room.js';
import type { World } from './world.js';

type Node = { name: string; url: string };
type Look = (person: Person, node: Node, room: Room, seq: number) => Promise<unknown>;

/** Every place where content of a conversation could turn up for one who asks. */
const LOOKS: ReadonlyArray<{ where: ProbePlace; look: Look }> = [
  { where: 'page', look: (person, node, { id }) => person.rest(node).api.messages.page(id, { limit: 200 }) },
  {
    where: 'page',
    look: (person, node, { id }, seq) => person.rest(node).api.messages.page(id, { around: seq, limit: 200 }),
  },
  { where: 'message', look: (person, node, { id }, seq) => person.rest(node).api.messages.get(id, seq) },
  { where: 'versions', look: (person, node, { id }, seq) => person.rest(node).api.messages.versions(id, seq) },
  {
    where: 'range',
    look: (person, node, { id }, seq) =>
      person.rest(node).api.http.request<RangeResult>('GET', `/v1/conversations/${id}/events`, {
        query: { fromSeq: Math.max(1, seq - 250), toSeq: seq + 249 },
      }),
  },
  {
    where: 'resume',
    look: async (person, node, { id, head }) => {
      const body = { epoch: null, userSeq: 0, conversations: { [id]: Math.max(0, head - 400) } };
      const answer = await person.rest(node).api.http.request<ResumeResult>('POST', '/v1/sync', { body });
      return answer.conversations[id];
    },
  },
  { where: 'notifications', look: (person, node) => person.rest(node).api.notifications.list({ limit: 200 }) },
  { where: 'conversations', look: (person, node) => person.rest(node).api.conversations.list({ limit: 200 }) },
];

/** One who may be a stranger looks for a conversation's tokens at one place of one node. */
export async function probe(world: World, person: Person, room: Room, node: Node, at: number): Promise<void> {
  const { where, look } = LOOKS[at % LOOKS.length]!;
  const seq = 1 + world.random.below(room.head);
  const looked = room.tokens.size;
  const askedAt = world.recorder.now();
  const answer = await look(person, node, room, seq).catch((error: unknown) => {
    return error instanceof ParleyError ? { detail: error.detail, errors: error.errors } : null;
  });
  const found = [...new Set(tokensIn(JSON.stringify(answer ?? null)))];
  world.recorder.final('probe', { userId: person.id, conversationId: room.id, where, looked, found, askedAt });
}

/** Every place, at any node, for everybody who was a member and some who never were. */
export async function probeAll(world: World): Promise<void> {
  for (const room of world.rooms) {
    const never = world.people.filter((one) => !room.people.has(one) && !room.left.has(one));
    const who = [...room.left, ...world.random.some(never, 2)];
    for (const person of who) await Promise.all(LOOKS.map((_, at) => probe(world, person, room, person.anyNode(), at)));
  }
}
