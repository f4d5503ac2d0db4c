import type { Conversation } from '../model/model.js';
import type { Send } from '../model/sends.js';
import { type Finding, type Invariant, nameOf, short, type Tally, type World } from './invariant.js';

/** Every ok send is in the log exactly once, and in every history that may show it; and nothing else is. */
export const I1: Invariant = {
  id: 'I1',
  sentence: 'Every ok send is in history exactly once, and no message that nobody sent',
  unit: 'sends and messages',
  *check(world, tally) {
    if (!world.model.complete) return;
    const shown = histories(world);
    for (const send of world.model.sends.values()) {
      if (send.fate !== 'did') continue;
      tally.looked += 1;
      yield* inLog(world, send);
      yield* inHistories(world, send, shown, tally);
    }
    for (const conversation of world.model.conversations.values()) yield* strays(world, conversation, tally);
  },
};

/** From the log's side: each message has a send of its own, and no text stands there under a second id. */
function* strays(world: World, { id: conversationId, sent }: Conversation, tally: Tally): Iterable<Finding> {
  const firsts = new Map<string, number>();
  for (const [key, entries] of sent) {
    tally.looked += 1;
    const { seq, actorId: userId, seen } = entries[0]!;
    const first = firsts.get(seen.token ?? '');
    if (seen.token !== null) firsts.set(seen.token, first ?? seq);
    if (first === undefined && world.model.sends.has(key)) continue;
    const how = first === undefined ? 'and nobody sent it' : `and says once more what number ${first} says`;
    yield {
      anomaly: first === undefined ? 'phantom' : 'duplicate',
      says: `message ${seq} of ${short(conversationId)} stands in the name of ${nameOf(world, userId)}, ${how}`,
      ...{ conversationId, userId, numbers: { seq, ...(first === undefined ? {} : { first }) } },
      focus: { conversationId, seqs: [seq, first ?? seq], calls: world.model.sends.get(key)?.calls ?? [] },
    };
  }
}

function* inLog(world: World, send: Send): Iterable<Finding> {
  const { conversationId, authorId, calls } = send;
  const stored = world.model.conversations.get(conversationId)?.sent.get(send.key) ?? [];
  if (stored.length === 1) return;
  const seqs = [...send.acks, ...stored].map(({ seq }) => seq);
  const sent = `the message ${nameOf(world, authorId)} was acked as number ${send.acks[0]!.seq} of ${short(conversationId)}`;
  yield {
    anomaly: stored.length === 0 ? 'lost write' : 'duplicate',
    says: stored.length === 0 ? `${sent} is not in the log` : `${sent} is in the log ${stored.length} times`,
    ...{ conversationId, userId: authorId, numbers: { ackedSeq: send.acks[0]!.seq, times: stored.length } },
    focus: { conversationId, seqs, calls },
  };
}

interface Shown {
  node: string;
  userId: string;
  times: Map<string, number>;
}

/** What each node's final history of a conversation holds: key of a send to how often. */
function histories({ history }: World): Map<string, Shown[]> {
  const byReader = new Map<string, Shown>();
  const byConversation = new Map<string, Shown[]>();
  for (const { conversationId, node, userId, messages } of history.results('history')) {
    const id = `${node} ${userId} ${conversationId}`;
    const shown = byReader.get(id) ?? { node, userId, times: new Map<string, number>() };
    if (!byReader.has(id)) byConversation.set(conversationId, [...(byConversation.get(conversationId) ?? []), shown]);
    byReader.set(id, shown);
    for (const { authorId, clientMessageId } of messages) {
      const key = `${authorId} ${clientMessageId}`;
      shown.times.set(key, (shown.times.get(key) ?? 0) + 1);
    }
  }
  return byConversation;
}

function* inHistories(world: World, send: Send, shown: Map<string, Shown[]>, tally: Tally): Iterable<Finding> {
  const { conversationId, authorId, clientMessageId, calls } = send;
  const conversation = world.model.conversations.get(conversationId);
  const seq = conversation?.sent.get(send.key)?.[0]?.seq;
  if (!conversation || seq === undefined) return;
  for (const { node, userId, times } of shown.get(conversationId) ?? []) {
    if (seq < conversation.membership.readableFrom(userId)) continue;
    tally.looked += 1;
    const n = times.get(`${authorId} ${clientMessageId}`) ?? 0;
    if (n === 1) continue;
    yield {
      anomaly: n === 0 ? 'lost write' : 'duplicate',
      says: `${node} shows the acked message ${seq} of ${short(conversationId)} ${n} times in its history`,
      ...{ conversationId, userId: authorId, node, numbers: { seq, times: n } },
      focus: { conversationId, seqs: [seq], calls },
    };
  }
}
