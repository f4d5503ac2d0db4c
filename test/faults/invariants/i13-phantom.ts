import { type Finding, type Invariant, nameOf, short, type World } from './invariant.js';
import { leadTo, type Sighted, sightedEntries } from './sighted.js';

export const I13: Invariant = {
  id: 'I13',
  sentence: 'No device shows an event that is not in history',
  unit: 'events seen',
  *check(world, tally) {
    if (!world.model.complete) return;
    for (const sighted of sightedEntries(world.history)) {
      if (sighted.epoch !== world.history.epoch) continue;
      tally.looked += 1;
      const how = strangeness(world, sighted);
      if (how === null) continue;
      const { device, userId, conversationId, entry } = sighted;
      yield {
        anomaly: 'phantom',
        says: `${device} was given number ${entry.seq} of ${short(conversationId)}, ${how}`,
        ...{ device, userId, conversationId, numbers: { seq: entry.seq } },
        focus: { conversationId, seqs: [entry.seq], device, ...leadTo(sighted) },
      } satisfies Finding;
    }
  },
};

function strangeness(world: World, { conversationId, entry }: Sighted): string | null {
  const stored = world.model.conversations.get(conversationId)?.log.at.get(entry.seq);
  if (!stored) return 'which the log does not have';
  if (stored.seen.hash !== entry.hash) return 'which is another event in the log';
  if (entry.text === stored.seen.text) return null;
  if (stored.seen.text !== null) return 'with another text than the log has';
  // A later delete took the text from the log: what it was only its author's calls can say.
  const uttered = entry.token === null ? undefined : world.model.uttered.get(entry.token);
  if (entry.token === null || uttered?.authorId === stored.actorId) return null;
  return uttered ? `with a text of ${nameOf(world, uttered.authorId)}` : 'with a text that nobody ever sent';
}
