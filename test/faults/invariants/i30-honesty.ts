import { type Finding, type Invariant, nameOf, short, type Tally, type World } from './invariant.js';

export const I30: Invariant = {
  id: 'I30',
  sentence:
    'Degraded answers are honest: no ok without a commit, no refusal of what was stored, no empty list, and no "something went wrong"',
  unit: 'answers',
  *check(world, tally) {
    yield* withoutCommit(world, tally);
    yield* refusedButStored(world, tally);
    yield* emptyLists(world, tally);
    yield* unexplained(world, tally);
    yield* halfServed(world, tally);
  },
};

/** The number an ack promised is another's, or lies beyond the head: it was given out before the commit. */
function* withoutCommit({ history, model }: World, tally: Tally): Iterable<Finding> {
  if (!model.complete) return;
  for (const { fate, acks, conversationId, authorId, clientMessageId, calls } of model.sends.values()) {
    if (fate !== 'did') continue;
    for (const { seq } of acks) {
      tally.looked += 1;
      const stored = model.conversations.get(conversationId)?.log.at.get(seq);
      const head = model.conversations.get(conversationId)?.head ?? 0;
      const same =
        stored?.type === 'messaging.message-sent.v1' &&
        stored.actorId === authorId &&
        stored.data.clientMessageId === clientMessageId;
      // A number that is missing below the head was lost later: I1 and I5 say so.
      if (same || (!stored && seq <= head)) continue;
      const what = stored
        ? `which belongs to ${stored.type} of ${nameOf({ history, model }, stored.actorId)}`
        : `beyond its head ${head}`;
      const says = `an ok promised number ${seq} of ${short(conversationId)}, ${what}`;
      const focus = { conversationId, seqs: [seq, head], calls };
      yield { anomaly: 'fail-open', says, conversationId, userId: authorId, numbers: { seq, head }, focus };
    }
  }
}

function* refusedButStored(world: World, tally: Tally): Iterable<Finding> {
  for (const { fate, key, conversationId, authorId, calls } of world.model.sends.values()) {
    if (fate !== 'not') continue;
    tally.looked += 1;
    const stored = world.model.conversations.get(conversationId)?.sent.get(key)?.[0];
    if (!stored) continue;
    const code = calls[0]!.error?.code ?? '';
    const says = `${nameOf(world, authorId)} was refused (${code}) what stands as number ${stored.seq} of ${short(conversationId)}`;
    const focus = { conversationId, seqs: [stored.seq], calls };
    yield { anomaly: 'fail-open', says, conversationId, userId: authorId, numbers: { seq: stored.seq }, focus };
  }
}

/** Who has sent something that was acked, and has belonged to that conversation ever since, cannot have an empty list. */
function* emptyLists({ history, model }: World, tally: Tally): Iterable<Finding> {
  const firstAck = new Map<string, number>();
  for (const { fate, conversationId, authorId, ackedAt, acks } of model.sends.values()) {
    const since = model.conversations.get(conversationId)?.membership.current(authorId)?.from ?? Infinity;
    if (fate !== 'did' || acks[0]!.seq < since) continue;
    for (const key of [authorId, `${authorId} ${conversationId}`]) {
      firstAck.set(key, Math.min(ackedAt, firstAck.get(key) ?? Infinity));
    }
  }
  for (const call of history.of('list')) {
    const { what, conversationId } = call.args;
    if (call.outcome !== 'ok' || (what !== 'conversations' && what !== 'messages')) continue;
    const since = firstAck.get(what === 'messages' ? `${call.userId} ${conversationId}` : call.userId) ?? Infinity;
    if (since >= call.invokedAt || history.epochOf(call) !== history.epoch) continue;
    tally.looked += 1;
    if (call.result!.items > 0) continue;
    const says = `${nameOf({ history, model }, call.userId)} was answered an empty list of ${what}`;
    yield { anomaly: 'fail-open', says, userId: call.userId, conversationId, focus: { calls: [call] } };
  }
}

/**
 * What a fault brings about has a code that says what to do; `platform.internal` is for what nobody thought of, and
 * `client.unexpected` for an answer that is none, or a fault of this program.
 */
function* unexplained(world: World, tally: Tally): Iterable<Finding> {
  for (const call of world.history.allCalls()) {
    if (call.error === null) continue;
    tally.looked += 1;
    const { code, detail } = call.error;
    // Long polling has no other words; see `halfServed`.
    if (code !== 'platform.internal' && (code !== 'client.unexpected' || call.op === 'poll')) continue;
    const says = `${nameOf(world, call.userId)} was answered ${code} to ${call.op}${detail ? `: ${detail}` : ''}`;
    yield { anomaly: 'internal error', says, userId: call.userId, focus: { calls: [call] } };
  }
}

/** Long polling is served to the end or refused in so many words, wherever a balancer sends its rounds. */
function* halfServed(world: World, tally: Tally): Iterable<Finding> {
  for (const call of world.history.of('poll')) {
    tally.looked += 1;
    // A connection that was lost says nothing of what the server would have answered.
    if (call.outcome !== 'info' || call.error?.code === 'client.network') continue;
    const says = `long polling was neither served nor refused: ${call.error?.detail ?? 'no answer'}`;
    yield { anomaly: 'fail-open', says, userId: call.userId, focus: { calls: [call] } };
  }
}
