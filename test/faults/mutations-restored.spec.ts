import { describe, expect, it } from 'vitest';
import { check } from './check.js';
import type { Line } from './history/index.js';
import { History } from './model/history.js';
import { eachIsFound, type Mutation, type Named } from './mutate.js';
import { scriptOf, type Step } from './naive/script.js';
import { naiveRun } from './naive/world.js';

const step = (name: Step['name'], a = 0): Step => ({ name, a, b: 1, c: 7, luck: 'well' });

/** Lived for a while, backed up, restored at once, lived on. */
const restored = (seed: number): Step[] => {
  const life = (n: number) => scriptOf(n, 120, ['backup', 'restore']);
  return [...life(seed), step('backup'), ...life(seed + 1).slice(0, 10), step('restore'), ...life(seed + 2)];
};

type Of<P extends Line['phase'], O extends Line['op']> = Extract<Line, { phase: P; op: O }>;

/** Changes the last such line before the backup was taken. */
function early<P extends Line['phase'], O extends Line['op']>(
  phase: P,
  op: O,
  change: (line: Of<P, O>, lines: Line[]) => boolean,
): Mutation {
  return (lines) => {
    const restore = lines.find((line) => line.phase === 'mark' && line.op === 'restore');
    if (restore?.op !== 'restore') return false;
    const before = lines.filter((line) => line.t < restore.result.takenAt && line.phase === phase && line.op === op);
    return before.reverse().some((line) => change(line as Of<P, O>, lines));
  };
}

const MUTATIONS: Named[] = [
  ['an event that is another one in the log', 'I13', 'phantom', early('event', 'shown', another)],
  ['the same, shown to everybody', 'I5', 'inconsistent offset', early('event', 'shown', anotherForAll)],
  [
    'an answer behind what was asked for',
    'I15',
    'cursor regression',
    early('ok', 'read', ({ result }) => (result.readSeq -= 1) >= 0),
  ],
  [
    'a resume that counts one too many',
    'I16',
    'counter drift',
    early('ok', 'resume', ({ result }) =>
      Object.values(result.conversations).some((one) => one.kind !== 'removed' && (one.unread.messages += 1) > 0),
    ),
  ],
  [
    'a resume that leaves out what its user belongs to',
    'I11',
    'partial recovery',
    early('ok', 'resume', ({ result }) => {
      const ids = Object.keys(result.conversations);
      for (const id of ids) delete result.conversations[id];
      return ids.length > 0;
    }),
  ],
  [
    'a receipt beyond what anybody read',
    'I17',
    'false receipt',
    early('event', 'receipts', ({ result }) => (result.readSeq += 100) > 0),
  ],
  [
    'an answer with such a receipt',
    'I17',
    'false receipt',
    early('ok', 'ask-receipts', ({ result }) => result.receipts.some((one) => (one.readSeq += 100) > 0)),
  ],
  ['an event given to one who was never a member', 'I18', 'leak', early('event', 'shown', toAStranger)],
  ['typing shown to one who was never a member', 'I18', 'leak', early('event', 'typing', toAStranger)],
  ['a text found by one who was never a member', 'I18', 'leak', early('event', 'shown', found)],
  [
    'an empty list for want of a database',
    'I30',
    'fail-open',
    early('ok', 'list', ({ result }) => result.items > 0 && (result.items = 0) === 0),
  ],
];

describe('check, on a right history with a restore and one thing changed before the backup', () => {
  it('finds nothing where nothing was changed', () => {
    for (const seed of [1, 2]) {
      expect(check(History.of(naiveRun(seed, restored(seed)).lines)).violations).toEqual([]);
    }
  });

  it('finds nothing where a restore takes away what was just being told', () => {
    const told = Array.from({ length: 20 }, (_, i) => [step('send', i % 10), step('read', i % 10)]).flat();
    const groups = [step('create', 1), step('create', 3)];
    // One of few seeds with which a device is back sooner than the news.
    const script = [...scriptOf(60, 30, ['backup', 'restore']), step('backup'), ...groups, ...told, step('restore')];
    expect(check(History.of(naiveRun(60, script).lines)).violations).toEqual([]);
  });

  eachIsFound(MUTATIONS, restored);
});

function another({ result }: Of<'event', 'shown' | 'frame'>): boolean {
  result.hash = 'f'.repeat(16);
  return true;
}

/** Nobody was given it otherwise: only the log can tell. */
function anotherForAll({ result: { hash } }: Of<'event', 'shown'>, lines: Line[]): boolean {
  for (const line of lines) {
    if (line.phase === 'event' && (line.op === 'shown' || line.op === 'frame') && line.result.hash === hash)
      another(line);
    if (line.phase !== 'ok') continue;
    const answers =
      line.op === 'range' ? [line.result] : line.op === 'resume' ? Object.values(line.result.conversations) : [];
    const events = answers.flatMap((answer) => ('events' in answer ? answer.events : []));
    for (const event of events) if (event.hash === hash) event.hash = 'f'.repeat(16);
  }
  return true;
}

/** Somebody's device that nobody else knows of. */
function toAStranger(line: Of<'event', 'shown' | 'typing'>): boolean {
  if (line.op === 'typing' && !line.result.typing) return false;
  Object.assign(line, { process: 'stranger', device: 'stranger/a' });
  return true;
}

function found({ t, result: { token, conversationId } }: Of<'event', 'shown'>, lines: Line[]): boolean {
  if (token === null) return false;
  const result = { userId: 'stranger', conversationId, where: 'page' as const, looked: 1, found: [token], askedAt: t };
  const at = lines.findIndex((line) => line.t > t);
  lines.splice(at, 0, { t, process: 'final', phase: 'final', op: 'probe', result });
  return true;
}
