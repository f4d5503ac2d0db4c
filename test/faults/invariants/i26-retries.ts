import { type Invariant, nameOf, short } from './invariant.js';

export const I26: Invariant = {
  id: 'I26',
  sentence: 'All acks of one clientMessageId carry the same id and number; the same id with another content is refused',
  unit: 'repeated sends',
  *check(world, tally) {
    for (const { calls, acks, conversationId, authorId } of world.model.sends.values()) {
      if (calls.length < 2) continue;
      tally.looked += 1;
      const bodies = new Set(calls.filter(({ outcome }) => outcome === 'ok').map(({ args }) => args.body));
      const numbers = { acks: acks.length, texts: bodies.size };
      const focus = { conversationId, seqs: acks.map(({ seq }) => seq), calls };
      const who = `${nameOf(world, authorId)} in ${short(conversationId)}`;
      if (acks.length > 1) {
        const told = acks.map(({ seq }) => seq).join(' and ');
        const says = `repeats of one message of ${who} were acked as different ones, numbers ${told}`;
        yield { anomaly: 'duplicate', says, conversationId, userId: authorId, numbers, focus };
      }
      if (bodies.size > 1) {
        const says = `one clientMessageId of ${who} was acked with ${bodies.size} different texts`;
        yield { anomaly: 'corruption', says, conversationId, userId: authorId, numbers, focus };
      }
    }
  },
};
