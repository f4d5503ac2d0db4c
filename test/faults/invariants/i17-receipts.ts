import type { CursorView } from '../../../src/contract/index.js';
import type { Line } from '../history/index.js';
import { type Finding, type Invariant, nameOf, short, type World } from './invariant.js';

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
  line: Line,
  conversationId: string,
  userId: string,
  { readSeq, deliveredSeq }: CursorView,
  how: string,
): Finding {
  return {
    anomaly: 'false receipt',
    says: `${where} shows that ${nameOf(world, userId)} read ${readSeq} and got ${deliveredSeq} of ${short(conversationId)}, ${how}`,
    ...{ conversationId, userId, numbers: { readSeq, deliveredSeq } },
    focus: { conversationId, seqs: [readSeq, deliveredSeq], lines: [line] },
  };
}
