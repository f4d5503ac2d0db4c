import type { CursorView } from '../../../src/contract/index.js';
import type { Line } from '../history/index.js';
import { type Call, listIn } from '../model/history.js';
import { type Finding, type Invariant, nameOf, short, type Tally, type World } from './invariant.js';

export const I17: Invariant = {
  id: 'I17',
  sentence: 'Receipts come after their event, only from members, and only grow',
  unit: 'receipts',
  *check(world, tally) {
    const began = sentTimes(world);
    for (const [device, sightings] of world.history.devices) {
      for (const line of sightings) {
        if (line.op !== 'receipts' || world.history.epochOf(line) !== world.history.epoch) continue;
        tally.looked += 1;
        const { conversationId, userId, readSeq, deliveredSeq } = line.result;
        const how =
          wrongly(world, conversationId, userId, line.result) ??
          ((began.get(`${conversationId} ${Math.max(readSeq, deliveredSeq)}`) ?? 0) > line.t
            ? 'before that was even sent'
            : null);
        if (how !== null) yield wrong(world, device, line, conversationId, userId, line.result, how);
      }
    }
    yield* answers(world, tally);
    for (const line of world.history.finals('receipts')) {
      const { conversationId, node, receipts } = line.result;
      for (const receipt of receipts) {
        tally.looked += 1;
        const how = wrongly(world, conversationId, receipt.userId, receipt);
        if (how !== null) yield wrong(world, node, line, conversationId, receipt.userId, receipt, how);
      }
    }
  },
};

/**
 * What nodes answer only grows: nobody has got less far than an answer said that had come before this one was asked for. What devices are
 * shown live has no such order; the client library takes the furthest.
 */
function* answers(world: World, tally: Tally): Iterable<Finding> {
  const { history } = world;
  const rooms = new Map<string, Array<Call<'ask-receipts'>>>();
  for (const call of history.of('ask-receipts')) {
    if (call.outcome === 'ok' && history.epochOf(call) === history.epoch)
      listIn(rooms, call.args.conversationId).push(call);
  }
  for (const [conversationId, calls] of rooms) {
    const answered = [...calls].sort((a, b) => a.completedAt - b.completedAt);
    const known = new Map<string, CursorView>();
    let next = 0;
    for (const call of calls) {
      for (; answered[next]!.completedAt < call.invokedAt; next++) learn(known, answered[next]!);
      for (const { userId, ...cursor } of call.result!.receipts) {
        tally.looked += 1;
        const before = known.get(userId) ?? cursor;
        const back = cursor.readSeq < before.readSeq || cursor.deliveredSeq < before.deliveredSeq;
        const how = back
          ? `after ${before.readSeq} and ${before.deliveredSeq}`
          : wrongly(world, conversationId, userId, cursor);
        if (how === null) continue;
        const finding = wrong(world, call.device ?? call.process, null, conversationId, userId, cursor, how);
        yield { ...finding, focus: { ...finding.focus, calls: [call] } };
      }
    }
  }
}

function learn(known: Map<string, CursorView>, { result }: Call<'ask-receipts'>): void {
  for (const { userId, readSeq, deliveredSeq } of result!.receipts) {
    const was = known.get(userId) ?? { readSeq, deliveredSeq };
    const now = { readSeq: Math.max(readSeq, was.readSeq), deliveredSeq: Math.max(deliveredSeq, was.deliveredSeq) };
    known.set(userId, now);
  }
}

/** When the message under a number was first asked to be sent. */
function sentTimes({ model }: World): Map<string, number> {
  const times = new Map<string, number>();
  for (const { fate, conversationId, acks, invokedAt } of model.sends.values()) {
    if (fate === 'did') times.set(`${conversationId} ${acks[0]!.seq}`, invokedAt);
  }
  return times;
}

/** Nobody ever got further than his own log says in the end. */
function wrongly({ model }: World, conversationId: string, userId: string, cursor: CursorView): string | null {
  const conversation = model.conversations.get(conversationId);
  if (!conversation) return model.complete ? 'in a conversation that is not there' : null;
  const { membership } = conversation;
  if (membership.of(userId).length === 0) return 'and was never a member';
  if (!model.stored) return null;
  const furthest = model.cursors.of(userId, membership);
  if (cursor.readSeq > furthest.readSeq) return `and never read further than ${furthest.readSeq}`;
  if (cursor.deliveredSeq > furthest.deliveredSeq) return `and never got further than ${furthest.deliveredSeq}`;
  return null;
}

function wrong(
  world: World,
  where: string,
  line: Line | null,
  conversationId: string,
  userId: string,
  { readSeq, deliveredSeq }: CursorView,
  how: string,
): Finding {
  return {
    anomaly: 'false receipt',
    says: `${where} shows that ${nameOf(world, userId)} read ${readSeq} and got ${deliveredSeq} of ${short(conversationId)}, ${how}`,
    ...{ conversationId, userId, numbers: { readSeq, deliveredSeq } },
    focus: { conversationId, seqs: [readSeq, deliveredSeq], lines: line ? [line] : [] },
  };
}
