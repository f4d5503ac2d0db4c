import type { SeenEntry } from '../history/index.js';
import type { ConversationLog } from '../model/log.js';
import { type Finding, type Invariant, short, type Tally, type World } from './invariant.js';
import { sightedEntries } from './sighted.js';

export const I5: Invariant = {
  id: 'I5',
  sentence: 'Numbers are 1..head without gap or reuse; one number names one event for ever, on every node',
  unit: 'numbers',
  *check(world, tally) {
    for (const { log } of world.model.conversations.values()) yield* numbering(log, tally);
    yield* acks(world, tally);
    yield* names(world, tally);
  },
};

function* numbering({ id, lastSeq, entries }: ConversationLog, tally: Tally): Iterable<Finding> {
  tally.looked += entries.length;
  let last = 0;
  for (const { seq } of entries) {
    if (seq === last) yield wrong('inconsistent offset', id, seq, `the log has number ${seq} twice`);
    else if (seq !== last + 1) yield wrong('gap', id, seq, `after number ${last} the log goes on with ${seq}`);
    last = seq;
  }
  if (lastSeq !== null && lastSeq !== last) {
    yield wrong(
      'gap',
      id,
      Math.max(last, lastSeq),
      `the stream says its last number is ${lastSeq}, its log ends at ${last}`,
    );
  }
}

/** Two messages that were told the same number. */
function* acks({ model }: World, tally: Tally): Iterable<Finding> {
  const told = new Map<string, { key: string; calls: ReadonlyArray<{ call: number }> }>();
  for (const { fate, key, conversationId, acks: answers, calls } of model.sends.values()) {
    if (fate !== 'did') continue;
    for (const { seq } of answers) {
      tally.looked += 1;
      const before = told.get(`${conversationId} ${seq}`);
      if (before && before.key !== key) {
        const finding = wrong('inconsistent offset', conversationId, seq, `number ${seq} was acked to two messages`);
        yield { ...finding, focus: { ...finding.focus, calls: [...before.calls, ...calls] } };
      }
      told.set(`${conversationId} ${seq}`, { key, calls });
    }
  }
}

/** Within one epoch everybody is shown the same under a number, and what the log has. */
function* names({ history, model }: World, tally: Tally): Iterable<Finding> {
  const known = new Map<string, { hash: string; from: string }>();
  const look = (epoch: string, id: string, { seq, hash }: SeenEntry, from: string): string | null => {
    tally.looked += 1;
    const key = `${epoch} ${id} ${seq}`;
    const before = known.get(key);
    if (!before) known.set(key, { hash, from });
    return before && before.hash !== hash ? before.from : null;
  };
  for (const { id, log } of model.conversations.values()) {
    for (const entry of log.at.values()) look(history.epoch, id, entry.seen, 'the log');
  }
  for (const sighted of sightedEntries(history)) {
    const { epoch, conversationId: id, entry, device } = sighted;
    const other = look(epoch, id, entry, device);
    if (other === null) continue;
    yield {
      ...wrong('inconsistent offset', id, entry.seq, `${device} and ${other} have different events ${entry.seq}`),
      device,
    };
  }
  for (const { node, conversationId: id, events } of history.results('log')) {
    for (const event of events) {
      const other = look(history.epoch, id, event, node);
      if (other !== null) {
        const says = `${node} and ${other} have different events ${event.seq}`;
        yield { ...wrong('inconsistent offset', id, event.seq, says), node };
      }
    }
  }
}

const wrong = (anomaly: 'gap' | 'inconsistent offset', conversationId: string, seq: number, says: string): Finding => ({
  ...{ anomaly, conversationId, numbers: { seq } },
  says: `${says} (${short(conversationId)})`,
  focus: { conversationId, seqs: [seq - 1, seq, seq + 1] },
});
