import type { CursorView } from '../../../src/contract/index.js';
import { type Call, listIn } from '../model/history.js';
import { type Finding, type Focus, type Invariant, nameOf, short, type Tally, type World } from './invariant.js';

type Move = Call<'read' | 'delivered'>;

export const I15: Invariant = {
  id: 'I15',
  sentence: 'Read cursors never go back and never pass the head; a user’s devices converge to the furthest',
  unit: 'cursors',
  *check(world, tally) {
    yield* answers(world, tally);
    yield* log(world, tally);
    yield* atEnd(world, tally);
  },
};

const pick = ({ deliveredSeq, readSeq }: CursorView): CursorView => ({ deliveredSeq, readSeq });
const below = (a: CursorView, b: CursorView): boolean => a.readSeq < b.readSeq || a.deliveredSeq < b.deliveredSeq;

/** An answer is at least what was asked, and at least every answer that had come before it was asked. */
function* answers(world: World, tally: Tally): Iterable<Finding> {
  for (const [key, moves] of movesOf(world)) {
    const [userId, conversationId] = key.split(' ') as [string, string];
    const head = world.model.conversations.get(conversationId)?.head ?? Infinity;
    const answered = [...moves].sort((a, b) => a.completedAt - b.completedAt);
    const known: CursorView = { deliveredSeq: 0, readSeq: 0 };
    let next = 0;
    for (const call of moves) {
      tally.looked += 1;
      for (; next < answered.length && answered[next]!.completedAt < call.invokedAt; next++) {
        known.readSeq = Math.max(known.readSeq, answered[next]!.result!.readSeq);
        known.deliveredSeq = Math.max(known.deliveredSeq, answered[next]!.result!.deliveredSeq);
      }
      const got = call.result!;
      const asked = call.op === 'read' ? got.readSeq : got.deliveredSeq;
      if (below(got, known) || asked < call.args.seq) {
        const says = `${nameOf(world, userId)} moved to ${call.args.seq} in ${short(conversationId)} and was told ${got.readSeq}/${got.deliveredSeq} after ${known.readSeq}/${known.deliveredSeq}`;
        yield wrong('cursor regression', says, userId, conversationId, got, { calls: [call] });
      }
      if (Math.max(got.readSeq, got.deliveredSeq) > head) {
        const says = `${nameOf(world, userId)} was told ${got.readSeq}/${got.deliveredSeq} in ${short(conversationId)}, whose head is ${head}`;
        yield wrong('cursor past head', says, userId, conversationId, got, { calls: [call] });
      }
    }
  }
}

/** In the order of their invocation. */
function movesOf({ history }: World): Map<string, Move[]> {
  const moves = new Map<string, Move[]>();
  const all = [...history.of('read'), ...history.of('delivered')].filter(({ outcome }) => outcome === 'ok');
  for (const call of all.sort((a, b) => a.invokedAt - b.invokedAt)) {
    if (history.epochOf(call) !== history.epoch) continue;
    listIn(moves, `${call.userId} ${call.args.conversationId}`).push(call);
  }
  return moves;
}

/** The user's own log says the same: its pointers only grow, and never pass the head. */
function* log(world: World, tally: Tally): Iterable<Finding> {
  for (const [userId, { entries }] of world.model.logs.users) {
    const last = new Map<string, CursorView>();
    for (const entry of entries) {
      if (entry.type !== 'messaging.cursor-moved.v1') continue;
      tally.looked += 1;
      const { conversationId, ...cursor } = entry.data;
      const before = last.get(conversationId) ?? { deliveredSeq: 0, readSeq: 0 };
      const head = world.model.conversations.get(conversationId)?.head ?? Infinity;
      const where = `${nameOf(world, userId)}’s own log moves in ${short(conversationId)}`;
      if (below(cursor, before)) {
        const says = `${where} from ${before.readSeq}/${before.deliveredSeq} to ${cursor.readSeq}/${cursor.deliveredSeq}`;
        yield wrong('cursor regression', says, userId, conversationId, cursor);
      }
      if (cursor.deliveredSeq > head || cursor.readSeq > head) {
        yield wrong('cursor past head', `${where} past its head ${head}`, userId, conversationId, cursor);
      }
      last.set(conversationId, cursor);
    }
  }
}

/** What nodes answer and devices show at the end is the furthest the user ever got: by his log, and by what he was told. */
function* atEnd(world: World, tally: Tally): Iterable<Finding> {
  if (!world.model.stored) return;
  const told = toldFurthest(world);
  for (const line of world.history.finals('standing')) {
    const { userId, conversationId, node, readSeq } = line.result;
    const membership = world.model.conversations.get(conversationId)?.membership;
    if (!membership?.current(userId)) continue;
    tally.looked += 1;
    const wanted = furthest(world.model.cursors.of(userId, membership), told.get(`${userId} ${conversationId}`));
    const { deliveredSeq = wanted.deliveredSeq } = line.result;
    if (wanted.readSeq === readSeq && wanted.deliveredSeq === deliveredSeq) continue;
    const who = line.device ?? `${node} for ${nameOf(world, userId)}`;
    const says = `${who} ends with ${readSeq}/${deliveredSeq} in ${short(conversationId)} instead of ${wanted.readSeq}/${wanted.deliveredSeq}`;
    const anomaly = below({ readSeq, deliveredSeq }, wanted) ? 'cursor regression' : 'cursor past head';
    yield wrong(anomaly, says, userId, conversationId, { readSeq, deliveredSeq }, { lines: [line] });
  }
}

const furthest = (a: CursorView, b: CursorView = a): CursorView => ({
  deliveredSeq: Math.max(a.deliveredSeq, b.deliveredSeq),
  readSeq: Math.max(a.readSeq, b.readSeq),
});

function toldFurthest(world: World): Map<string, CursorView> {
  const told = new Map<string, CursorView>();
  for (const [key, moves] of movesOf(world)) {
    for (const { result } of moves) told.set(key, furthest(result!, told.get(key)));
  }
  return told;
}

const wrong = (
  anomaly: 'cursor regression' | 'cursor past head',
  says: string,
  userId: string,
  conversationId: string,
  cursor: CursorView,
  focus: Focus = {},
): Finding => ({
  ...{ anomaly, says, userId, conversationId },
  numbers: { ...pick(cursor) },
  focus: { conversationId, seqs: [cursor.readSeq, cursor.deliveredSeq], ...focus },
});
