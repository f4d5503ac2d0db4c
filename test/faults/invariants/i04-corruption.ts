import { tokenIn } from '../history/index.js';
import type { LogEntry } from '../model/log.js';
import { type Finding, type Invariant, nameOf, short, type World } from './invariant.js';

/** What stands is what was sent, by whom it was sent. Text that a delete took away is left out; see I14. */
export const I4: Invariant = {
  id: 'I4',
  sentence: 'Author, text and reply-to equal what was sent; the author is the session’s user',
  unit: 'stored texts',
  *check(world, tally) {
    for (const { id, log, sent } of world.model.conversations.values()) {
      for (const entry of log.entries) {
        if (entry.type === 'messaging.message-edited.v1') yield* edited(world, id, entry);
        if (entry.seen.token === null) continue;
        tally.looked += 1;
        yield* belongs(world, id, entry);
      }
      for (const [key, entries] of sent) {
        const send = world.model.sends.get(key);
        for (const entry of send ? entries : []) {
          const { body, replyToSeq } = entry.data as { body: string | null; replyToSeq: number | null };
          const fits = send!.calls.some(
            ({ args }) => (body === null || args.body === body) && (args.replyToSeq ?? null) === replyToSeq,
          );
          if (!fits) yield differs(world, id, entry, 'has another text or reply than any call gave it', send!.calls);
        }
      }
    }
  },
};

/** Every text of an edit is one that its author gave this message. */
function* edited(world: World, id: string, entry: LogEntry<'messaging.message-edited.v1'>): Iterable<Finding> {
  const { targetSeq, body } = entry.data;
  const calls = world.history
    .of('edit')
    .filter(({ userId, args }) => userId === entry.actorId && args.conversationId === id && args.seq === targetSeq);
  if (body === null || calls.some(({ args }) => args.body === body)) return;
  yield differs(world, id, entry, `gives message ${targetSeq} a text that nobody gave it`, calls);
}

function* belongs(world: World, conversationId: string, entry: LogEntry): Iterable<Finding> {
  const uttered = world.model.uttered.get(entry.seen.token!);
  if (!uttered) return;
  if (uttered.authorId !== entry.actorId) {
    const says = `says what ${nameOf(world, uttered.authorId)} said, in the name of ${nameOf(world, entry.actorId)}`;
    yield differs(world, conversationId, entry, says, uttered.calls);
  }
  if (uttered.conversationId !== conversationId) {
    const says = `says what was said in ${short(uttered.conversationId)}`;
    yield differs(world, conversationId, entry, says, uttered.calls);
  }
  const { body } = entry.data as { body: string };
  if (uttered.calls.every(({ args }) => args.body !== body)) {
    yield differs(world, conversationId, entry, `has a text that ${tokenIn(body)} never had`, uttered.calls);
  }
}

function differs(
  world: World,
  conversationId: string,
  { seq, actorId: userId }: LogEntry,
  says: string,
  calls: ReadonlyArray<{ call: number }>,
): Finding {
  return {
    anomaly: 'corruption',
    says: `number ${seq} of ${short(conversationId)} ${says}`,
    ...{ conversationId, userId, numbers: { seq } },
    focus: { conversationId, seqs: [seq], calls },
  };
}
