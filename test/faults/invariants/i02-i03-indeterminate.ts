import type { Sighting } from '../history/index.js';
import type { Send } from '../model/sends.js';
import { type Finding, type Invariant, nameOf, short, type World } from './invariant.js';
import { sightedEntries } from './sighted.js';

/** By the token in the text, so that it holds for edits too, and for whatever shows text. */
export const I2: Invariant = {
  id: 'I2',
  sentence: 'No failed send is ever in history or on any device',
  unit: 'refused texts',
  *check(world, tally) {
    const refused = new Map([...world.model.uttered].filter(([, uttered]) => uttered.refused));
    tally.looked += refused.size;
    if (refused.size === 0) return;
    for (const { token, where, seq, line } of everyToken(world)) {
      const uttered = refused.get(token);
      if (!uttered) continue;
      refused.delete(token);
      const { conversationId, authorId, calls } = uttered;
      yield {
        anomaly: 'aborted read',
        says: `${nameOf(world, authorId)} was refused the text ${token}, and it is ${where} all the same`,
        ...{ conversationId, userId: authorId, ...(seq === undefined ? {} : { numbers: { seq } }) },
        focus: { conversationId, seqs: seq === undefined ? [] : [seq], calls, lines: line ? [line] : [] },
      };
    }
  },
};

interface Found {
  token: string;
  where: string;
  seq?: number;
  line?: Sighting;
}

function* everyToken(world: World): Iterable<Found> {
  for (const { id, log } of world.model.conversations.values()) {
    for (const { seq, seen } of log.entries) {
      if (seen.token !== null) yield { token: seen.token, where: `number ${seq} of ${short(id)}`, seq };
    }
  }
  for (const { device, entry, line } of sightedEntries(world.history)) {
    if (entry.token !== null) yield { token: entry.token, where: `shown to ${device}`, seq: entry.seq, line };
  }
  for (const { node, messages } of world.history.results('history')) {
    for (const { token, seq } of messages) if (token !== null) yield { token, where: `in the history of ${node}`, seq };
  }
  for (const { where, found } of world.history.results('probe')) {
    for (const token of found) yield { token, where: `found in ${where}` };
  }
}

export const I3: Invariant = {
  id: 'I3',
  sentence: 'A send without an answer is there once or not at all; once if a repeat of it is acked',
  unit: 'sends without an answer',
  *check(world, tally) {
    if (!world.model.complete) return;
    for (const send of world.model.sends.values()) {
      const unanswered = send.calls.some(({ outcome }) => outcome === 'info');
      if (!unanswered) continue;
      tally.looked += 1;
      const stored = world.model.conversations.get(send.conversationId)?.sent.get(send.key) ?? [];
      const least = send.fate === 'did' ? 1 : 0;
      if (stored.length >= least && stored.length <= 1) continue;
      yield wrongly(
        world,
        send,
        stored.map(({ seq }) => seq),
      );
    }
  },
};

function wrongly(world: World, { conversationId, authorId, calls }: Send, seqs: number[]): Finding {
  return {
    anomaly: seqs.length === 0 ? 'lost write' : 'duplicate',
    says:
      `${nameOf(world, authorId)} got no answer to a message in ${short(conversationId)}` +
      (seqs.length === 0 ? ', its repeat was acked, and it is not there' : `, and it is there ${seqs.length} times`),
    ...{ conversationId, userId: authorId, numbers: { times: seqs.length } },
    focus: { conversationId, seqs, calls },
  };
}
