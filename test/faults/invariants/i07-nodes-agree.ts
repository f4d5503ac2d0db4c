import type { SeenEntry, SeenMessage } from '../history/index.js';
import { listIn } from '../model/history.js';
import { type Finding, type Invariant, short } from './invariant.js';

/** What one node told one reader of one conversation. */
interface Told {
  node: string;
  headSeq: number;
  /** Number to what stands there, as text. */
  items: Map<number, string>;
}

export const I7: Invariant = {
  id: 'I7',
  sentence: 'Any two nodes return the same history for the same range',
  unit: 'histories compared',
  *check({ history }, tally) {
    const told = new Map<string, Told[]>();
    for (const { conversationId, userId, node, headSeq, messages } of history.results('history')) {
      add(told, `pages ${conversationId} ${userId}`, node, headSeq, messages);
    }
    for (const { conversationId, userId, node, headSeq, events } of history.results('log')) {
      add(told, `log ${conversationId} ${userId}`, node, headSeq, events);
    }
    for (const [key, nodes] of told) {
      const [what, conversationId] = key.split(' ') as [string, string];
      const [first, ...others] = nodes as [Told, ...Told[]];
      for (const other of others) {
        tally.looked += 1;
        const finding = difference(what, conversationId, first, other);
        if (finding) yield finding;
      }
    }
  },
};

function add(
  told: Map<string, Told[]>,
  key: string,
  node: string,
  headSeq: number,
  items: ReadonlyArray<SeenMessage | SeenEntry>,
): void {
  const nodes = listIn(told, key);
  let own = nodes.find((one) => one.node === node);
  if (!own) nodes.push((own = { node, headSeq, items: new Map() }));
  for (const item of items) own.items.set(item.seq, JSON.stringify(item));
}

function difference(what: string, conversationId: string, a: Told, b: Told): Finding | null {
  const numbers = [...new Set([...a.items.keys(), ...b.items.keys()])].sort((x, y) => x - y);
  const wrong = numbers.filter((seq) => a.items.get(seq) !== b.items.get(seq));
  if (wrong.length === 0 && a.headSeq === b.headSeq) return null;
  const says =
    wrong.length === 0
      ? `${a.node} ends ${short(conversationId)} at ${a.headSeq}, ${b.node} at ${b.headSeq}`
      : `${a.node} and ${b.node} differ in ${wrong.length} numbers of ${short(conversationId)} (${what}), first in ${wrong[0]}`;
  return {
    anomaly: 'split brain',
    ...{ says, conversationId, node: b.node, numbers: { differing: wrong.length, first: wrong[0] ?? b.headSeq } },
    focus: { conversationId, seqs: wrong.slice(0, 3) },
  };
}
