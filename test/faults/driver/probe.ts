import type { RangeResult, ResumeResult } from '../../../src/contract/index.js';
import { ParleyError } from '../../../sdk/index.js';
import { type ProbePlace, tokensIn } from '../history/index.js';
import type { Asking } from './asking.js';
import type { Person } from './person.js';
import type { Room } from './room.js';
import type { World } from './world.js';

type Node = { name: string; url: string };
type Look = (person: Person, node: Node, room: Room, seq: number, epoch: string) => Promise<unknown>;

const UNANSWERED = Symbol('unanswered');
/** Of one room, at the end. */
const DELETED = 4;
const MEMBERS = 2;

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
    // Under its epoch: to another one every number is answered with a reset.
    look: async (person, node, { id, head }, seq, epoch) => {
      const body = { epoch, userSeq: 0, conversations: { [id]: Math.max(0, seq - 1, head - 400) } };
      const answer = await person.rest(node).api.http.request<ResumeResult>('POST', '/v1/sync', { body });
      return answer.conversations[id];
    },
  },
  { where: 'previews', look: (person, node) => person.rest(node).api.conversations.previews() },
  { where: 'notifications', look: (person, node) => person.rest(node).api.notifications.list({ limit: 200 }) },
  { where: 'conversations', look: (person, node) => person.rest(node).api.conversations.list({ limit: 200 }) },
];

/**
 * One who may be a stranger looks for a conversation's tokens at one place of one node; or a member for the text of `deletedSeq`. Where no
 * answer came, or one that is the same for everybody, nothing was looked at.
 */
export async function probe(
  world: World,
  person: Person,
  room: Room,
  node: Node,
  at: number,
  deletedSeq?: number,
): Promise<void> {
  const { where, look } = LOOKS[at % LOOKS.length]!;
  const seq = deletedSeq ?? 1 + world.random.below(room.head);
  const looked = deletedSeq === undefined ? room.tokens.size : 1;
  const askedAt = world.recorder.now();
  const answer = await look(person, node, room, seq, world.epoch).catch((error: unknown) => {
    const refused = error instanceof ParleyError && error.status > 0 && !error.retryable;
    return refused ? { detail: error.detail, errors: error.errors } : UNANSWERED;
  });
  if (answer === UNANSWERED) return;
  const found = [...new Set(tokensIn(JSON.stringify(answer ?? null)))];
  const of = { userId: person.id, conversationId: room.id, where, deletedSeq };
  world.recorder.final('probe', { ...of, looked, found, askedAt });
}

/** Every place, at any node, for everybody who was a member and some who never were; and for some members, for what was deleted. */
export async function probeAll(world: World, asking: Asking): Promise<void> {
  for (const room of world.rooms) {
    const everywhere = (person: Person, deletedSeq?: number) =>
      Promise.all(
        LOOKS.map(async (_, at) => {
          const node = person.anyNode();
          if (!asking.isSilent(node.name)) await probe(world, person, room, node, at, deletedSeq);
        }),
      );
    const never = world.people.filter((one) => !room.people.has(one) && !room.left.has(one));
    for (const person of [...room.left, ...world.random.some(never, 2)]) await everywhere(person);
    for (const seq of world.random.some([...room.deleted], DELETED)) {
      for (const person of world.random.some([...room.people], MEMBERS)) await everywhere(person, seq);
    }
  }
}
