import { describe, expect, it } from 'vitest';
import { check, type Verdict } from './check.js';
import type { Line } from './history/index.js';
import { History } from './model/history.js';
import { NAIVE_BUGS, type NaiveBug } from './naive/bugs.js';
import { scriptOf } from './naive/script.js';
import { naiveRun } from './naive/world.js';

const FROM_THE_DATABASE = new Set(['epoch', 'rest', 'stream', 'entry', 'record', 'all-read', 'effect', 'receipt-row']);
/** Of the bugs that can be planted, those that only the log can show. */
const SHOWN_BY_THE_LOG = [
  ...(['drop-acked', 'skip-number', 'emit-rolled-back', 'deliver-to-removed'] as const),
  ...(['unread-off-by-one', 'lose-edit', 'resurrect-delete', 'lose-last-event'] as const),
];

/** As a run has it that was given a deployment's addresses and nothing else. */
const served = (seed: number, bug?: NaiveBug) => {
  const { lines, bitten } = naiveRun(seed, scriptOf(seed, 160, ['backup', 'restore']), bug);
  return { bitten, lines: lines.filter(({ phase, op }) => phase !== 'final' || !FROM_THE_DATABASE.has(op)) };
};

const inWords = ({ violations }: Verdict) => violations.map(({ invariant, anomaly }) => `${invariant} ${anomaly}`);

describe('check, of a deployment whose database it is not given', () => {
  it('finds nothing in what a correct server does, and says what it could not look at', () => {
    const looked = new Map<string, number>();
    for (let seed = 1; seed <= 4; seed++) {
      const verdict = check(History.of(served(seed).lines));
      expect(inWords(verdict)).toEqual([]);
      for (const { id, looked: n } of verdict.invariants) looked.set(id, (looked.get(id) ?? 0) + n);
      const without = verdict.invariants.filter(({ because }) => because?.includes('--database-url'));
      expect(without.map(({ id }) => id)).toEqual(['I8', 'I9']);
    }
    const nothing = [...looked].filter(([, n]) => n === 0).map(([id]) => id);
    expect(nothing).toEqual(['I8', 'I9', 'I12', 'I23', 'I24', 'I27', 'I28', 'I29']);
  });

  it.each([
    ['pages', ['history']],
    ['pages and logs', ['history', 'log']],
  ])('misses an acked message that is in no node’s %s', (_what, from) => {
    const { lines } = structuredClone(served(1));
    const { id, seq } = lines.flatMap((line) => (line.phase === 'ok' && line.op === 'send' ? [line.result] : []))[0]!;
    const conversationId = lines.flatMap((line) =>
      line.phase === 'final' && line.op === 'history' && line.result.messages.some((message) => message.id === id)
        ? [line.result.conversationId]
        : [],
    )[0]!;
    for (const line of lines) if (from.includes(line.op)) forget(line, conversationId, seq);
    expect(inWords(check(History.of(lines)))).toContain('I1 lost write');
  });

  it.each(SHOWN_BY_THE_LOG)('sees %s', (bug) => {
    const [invariant, anomaly] = NAIVE_BUGS[bug];
    for (let seed = 1; ; seed++) {
      expect(seed, 'a run in which the bug has an effect').toBeLessThan(40);
      const { lines, bitten } = served(seed, bug);
      if (bitten === 0) continue;
      expect(inWords(check(History.of(lines)))).toContain(`${invariant} ${anomaly}`);
      return;
    }
  });
});

function forget(line: Line, conversationId: string, seq: number): void {
  if (line.phase !== 'final' || (line.op !== 'history' && line.op !== 'log')) return;
  if (line.result.conversationId !== conversationId) return;
  if (line.op === 'history') line.result.messages = line.result.messages.filter((message) => message.seq !== seq);
  else {
    const at = line.result.events.findIndex((event) => event.seq === seq);
    if (at >= 0) [line.result.events, line.result.data].forEach((list) => list.splice(at, 1));
  }
}
