import { LIMITS } from '../../../src/contract/index.js';
import type { SeenEntry, SeenResume } from '../history/index.js';
import { type Call, listIn } from '../model/history.js';
import { type Finding, type Invariant, nameOf, short, type Tally, type World } from './invariant.js';

export const I11: Invariant = {
  id: 'I11',
  sentence: 'A resume answers with the complete range or an explicit reset, never with a silent hole',
  unit: 'conversations resumed',
  *check(world, tally) {
    const known = new KnownSince(world);
    for (const call of world.history.of('resume')) {
      if (call.outcome !== 'ok') continue;
      for (const [id, answer] of Object.entries(call.result!.conversations)) {
        tally.looked += 1;
        yield* complete(world, call, id, answer);
      }
      yield* leftOut(world, known, call, tally);
    }
    for (const call of world.history.of('range')) {
      if (call.outcome !== 'ok' || call.result!.reset) continue;
      tally.looked += 1;
      yield* range(world, call);
    }
  },
};

function* complete(world: World, call: Call<'resume'>, id: string, answer: SeenResume): Iterable<Finding> {
  if (answer.kind !== 'range') return;
  const asked = call.args.epoch === call.result!.epoch ? call.args.conversations[id] : undefined;
  if (asked === undefined) return yield hole(world, call, id, [], 'got a range where only a reset is complete');
  const missing = missingIn(answer.events, asked + 1, answer.headSeq);
  if (missing.length === 0) return;
  yield hole(world, call, id, missing, `resumed from ${asked} to ${answer.headSeq} and got no ${missing[0]}`);
}

/** In the order they came: each number from `from` to `to` once. */
function missingIn(events: readonly SeenEntry[], from: number, to: number): number[] {
  const missing: number[] = [];
  let next = from;
  for (const { seq } of events) {
    for (; next < seq; next++) missing.push(next);
    next = seq + 1;
  }
  for (; next <= to; next++) missing.push(next);
  return missing;
}

/** Nobody who was a member for certain all the while is answered as if the conversation were not there. */
function* leftOut(world: World, known: KnownSince, call: Call<'resume'>, tally: Tally): Iterable<Finding> {
  if (world.history.epochOf(call, call.result!.epoch) !== world.history.epoch) return;
  for (const { id, membership } of world.model.conversations.values()) {
    const interval = membership.current(call.userId);
    if (!interval || known.at(id, interval.from) >= call.invokedAt) continue;
    tally.looked += 1;
    const answer = call.result!.conversations[id];
    if (answer && answer.kind !== 'removed') continue;
    const how = answer ? 'was told of his removal from' : 'heard nothing of';
    yield hole(world, call, id, [interval.from], `${how} a conversation he belongs to since ${interval.from}`);
  }
}

/** When some answer first showed that a conversation had reached a number. */
class KnownSince {
  private readonly heads = new Map<string, Array<{ seq: number; t: number }>>();
  private readonly asked = new Map<string, number>();

  constructor({ history }: World) {
    for (const { outcome, args, result, completedAt: t } of history.of('send')) {
      if (outcome === 'ok') listIn(this.heads, args.conversationId).push({ seq: result!.seq, t });
    }
    for (const call of history.of('resume')) {
      if (call.outcome !== 'ok' || history.epochOf(call, call.result!.epoch) !== history.epoch) continue;
      for (const id of Object.keys(call.result!.conversations)) {
        listIn(this.heads, id).push({ seq: headTold(call, id), t: call.completedAt });
      }
    }
  }

  at(id: string, seq: number): number {
    const key = `${id} ${seq}`;
    let t = this.asked.get(key);
    if (t === undefined) {
      t = (this.heads.get(id) ?? []).reduce(
        (least, head) => (head.seq >= seq ? Math.min(least, head.t) : least),
        Infinity,
      );
      this.asked.set(key, t);
    }
    return t;
  }
}

function headTold(call: Call<'resume'>, id: string): number {
  const answer = call.result!.conversations[id];
  return answer && answer.kind !== 'removed' ? answer.headSeq : 0;
}

function* range(world: World, call: Call<'range'>): Iterable<Finding> {
  const { conversationId, fromSeq, toSeq } = call.args;
  const { events, headSeq } = call.result!;
  // It may end early, at the most it answers, and nowhere else.
  const missing = missingIn(events, fromSeq, Math.min(toSeq ?? headSeq, headSeq, fromSeq + LIMITS.rangeMax - 1));
  if (missing.length === 0) return;
  yield hole(world, call, conversationId, missing, `asked from ${fromSeq} and got no ${missing[0]}`);
}

const hole = (world: World, call: Call, conversationId: string, missing: number[], how: string): Finding => ({
  anomaly: 'partial recovery',
  says: `${call.device ?? nameOf(world, call.userId)} ${how} (${short(conversationId)})`,
  ...{ conversationId, userId: call.userId, device: call.device },
  numbers: { missing: missing.length, ...(missing.length > 0 ? { first: missing[0]! } : {}) },
  focus: { conversationId, seqs: missing.slice(0, 3), calls: [call] },
});
