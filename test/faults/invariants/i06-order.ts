import { type Call, type History, listIn } from '../model/history.js';
import type { ConversationLog } from '../model/log.js';
import type { Send } from '../model/sends.js';
import { type Finding, type Invariant, looked, short, type Tally, type World } from './invariant.js';

type Placed = Send & { seq: number };

const REAL_TIME = 'acked sends';
const PIPELINED = 'sends pipelined on one socket';

export const I6: Invariant = {
  id: 'I6',
  sentence:
    'What was acked before another send began has the lower number; sends pipelined on one socket keep their order',
  unit: 'comparisons',
  parts: [REAL_TIME, PIPELINED],
  *check(world, tally) {
    const placed = placedSends(world);
    for (const [conversationId, sends] of placed) {
      yield* inRealTime(conversationId, sends, tally);
    }
    yield* pipelined(world, placed, tally);
  },
};

/** Where the log has them; without it, what the ack said. */
function placedSends({ model }: World): Map<string, Placed[]> {
  const placed = new Map<string, Placed[]>();
  for (const send of model.sends.values()) {
    if (send.fate !== 'did') continue;
    const stored = model.conversations.get(send.conversationId)?.sent.get(send.key)?.[0];
    listIn(placed, send.conversationId).push({ ...send, seq: stored?.seq ?? send.acks[0]!.seq });
  }
  for (const sends of placed.values()) sends.sort((a, b) => b.seq - a.seq);
  return placed;
}

/** From the highest number down: the earliest ack of a higher one must not lie before an invocation of a lower one. */
function* inRealTime(conversationId: string, sends: Placed[], tally: Tally): Iterable<Finding> {
  let earliest: Placed | null = null;
  for (const send of sends) {
    if (sends.length > 1) looked(tally, REAL_TIME);
    if (earliest && earliest.ackedAt < send.invokedAt && earliest.seq > send.seq) {
      yield reversed(conversationId, earliest, send, 'was acked before the other began');
    }
    if (!earliest || send.ackedAt < earliest.ackedAt) earliest = send;
  }
}

/**
 * Sends of one socket and conversation, in the order they were written. Documented exception: where membership changed at that
 * very moment, that is, after everything that was acked when the first began.
 */
function* pipelined({ history, model }: World, placed: Map<string, Placed[]>, tally: Tally): Iterable<Finding> {
  const seqOf = new Map([...placed.values()].flat().map((send) => [send.key, send]));
  for (const [, calls] of bySocket(history)) {
    let before: { call: Call<'send'>; send: Placed } | null = null;
    for (const call of calls) {
      const { conversationId, clientMessageId } = call.args;
      const send = seqOf.get(`${conversationId} ${call.userId} ${clientMessageId}`);
      if (!send || send.calls.length > 1) continue;
      // What was written after the ack of the one before could have gone wrong in real time, too.
      if (before && before.call.completedAt > call.invokedAt) looked(tally, PIPELINED);
      if (before && before.send.seq > send.seq) {
        const log = model.conversations.get(conversationId)?.log;
        const floor = ackedBefore(placed.get(conversationId)!, before.call.invokedAt);
        if (!log || !membershipChanged(log, floor, before.send.seq)) {
          yield reversed(conversationId, before.send, send, 'was sent before the other on one socket', true);
        }
      }
      if (!before || before.send.seq < send.seq) before = { call, send };
    }
  }
}

function bySocket(history: History): Map<string, Array<Call<'send'>>> {
  const sockets = new Map<string, Array<Call<'send'>>>();
  for (const call of history.of('send')) {
    if (call.socket === undefined || call.outcome !== 'ok') continue;
    listIn(sockets, `${call.device} ${call.socket} ${call.args.conversationId}`).push(call);
  }
  return sockets;
}

const ackedBefore = (sends: readonly Placed[], t: number): number =>
  sends.reduce((most, { ackedAt, seq }) => (ackedAt < t ? Math.max(most, seq) : most), 0);

function membershipChanged(log: ConversationLog, after: number, upTo: number): boolean {
  let acl = log.at.get(after)?.aclVersion ?? 0;
  for (const { seq, aclVersion } of log.entries) {
    if (seq <= after) continue;
    if (seq > upTo) return false;
    if (aclVersion !== acl && acl !== 0) return true;
    acl = aclVersion;
  }
  return false;
}

function reversed(conversationId: string, first: Placed, second: Placed, how: string, socket = false): Finding {
  return {
    anomaly: 'non-monotonic send',
    says: `number ${first.seq} of ${short(conversationId)} ${how}, which has number ${second.seq}`,
    conversationId,
    userId: second.authorId,
    numbers: { first: first.seq, second: second.seq },
    focus: { conversationId, seqs: socket ? [] : [first.seq, second.seq], calls: [...first.calls, ...second.calls] },
  };
}
