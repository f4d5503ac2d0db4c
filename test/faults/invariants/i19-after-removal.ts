import { type Invariant, nameOf, short } from './invariant.js';

export const I19: Invariant = {
  id: 'I19',
  sentence: 'Nobody who is not a member writes: no entry of an author has a number beyond his removal',
  unit: 'entries',
  *check(world, tally) {
    for (const { id, log, membership } of world.model.conversations.values()) {
      for (const { seq, actorId: userId, type } of log.entries) {
        tally.looked += 1;
        const mine = membership.of(userId);
        // Making one a member, and leaving, are entries of their own.
        const own = type.startsWith('messaging.') ? 0 : 1;
        if (mine.some(({ from, to }) => from - own < seq && seq < to + own)) continue;
        const last = mine.at(-1);
        const since = last ? `a member until ${last.to}` : 'never a member';
        yield {
          anomaly: 'write after removal',
          says: `${nameOf(world, userId)}, ${since} of ${short(id)}, wrote its entry ${seq}`,
          ...{ conversationId: id, userId, numbers: { seq, ...(last ? { removal: last.to } : {}) } },
          focus: { conversationId: id, seqs: [seq, ...(last ? [last.from, last.to] : [])] },
        };
      }
    }
  },
};
