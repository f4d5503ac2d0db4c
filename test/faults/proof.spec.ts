import { describe, expect, it } from 'vitest';
import { check, type Verdict } from './check.js';
import type { Line } from './history/index.js';
import { History } from './model/history.js';
import { scriptOf, type StepName } from './naive/script.js';
import { naiveRun } from './naive/world.js';
import { isNamed } from './planted/named.js';
import { alwaysSeen } from './proof.js';
import { inHtml, inText, reportOn } from './report/index.js';

type Asked = Partial<Extract<Line, { op: 'run' }>['result']['asked']>;

/** A right history, with more asked of it than nothing. */
function linesOf(asked: Asked): Line[] {
  const { lines } = structuredClone(naiveRun(5, scriptOf(5, 300)));
  const run = lines[0] as Extract<Line, { op: 'run' }>;
  Object.assign(run.result.asked, asked);
  return lines;
}

/** The same without anything that anybody did or saw. */
const nothingOf = (asked: Asked): Line[] => linesOf(asked).filter(({ phase }) => phase === 'mark');

/** Takes no line away, and every call is made by itself. */
function withoutSocket(line: Line): boolean {
  if (line.phase === 'invoke') delete line.socket;
  return false;
}

const signIn = ({ op, ...line }: Line): boolean =>
  op === 'effect' || ('result' in line && (line.result as { what?: string }).what === 'sign-ins');

const verdictOf = (lines: Line[]): Pick<Verdict, 'outcome' | 'unproven'> => check(History.of(lines));
const mark = (op: 'fault-start' | 'fault-heal' | 'fault-left-out', result: object, t = 1e6): Line =>
  ({ t, process: 'nemesis', phase: 'mark', op, result }) as Line;

describe('a run in which nothing was found', () => {
  it('held, where everything was done that was asked for', () => {
    expect(verdictOf(linesOf({ sends: 20, seen: ['I1', 'I10'] }))).toMatchObject({ outcome: 'held', unproven: [] });
  });

  it('proves nothing when fewer sends were acked than asked for', () => {
    const { outcome, unproven } = verdictOf(linesOf({ sends: 5_000 }));
    expect(outcome).toBe('not proven');
    expect(unproven).toEqual([expect.stringMatching(/^\d+ sends were acked, and 5000 were asked for$/u)]);
  });

  it('proves nothing when nothing was done at all', () => {
    const { outcome, unproven } = verdictOf(nothingOf({ seen: ['I1', 'I6'] }));
    expect(outcome).toBe('not proven');
    expect(unproven).toEqual([
      'I1 had nothing to look at: no sends and messages',
      'I6 had nothing to look at: no comparisons of acked sends, sends pipelined on one socket',
    ]);
  });

  it('proves nothing of presence when it could only judge typing', () => {
    const lines = linesOf({ seen: ['I22'] });
    expect(verdictOf(lines)).toMatchObject({ outcome: 'held' });
    // While a fault is on, and for as long afterwards as a lease may outlive a device, presence is not judged.
    lines.splice(1, 0, mark('fault-start', { id: 99, fault: 'F32', what: 'answers are lost' }, 0));
    lines.push(mark('fault-heal', { id: 99, bit: 1 }));
    const { outcome, unproven, invariants } = check(History.of(lines));
    expect(outcome).toBe('not proven');
    expect(unproven).toEqual([
      'I22 had nothing to look at: no sightings of people who were gone, people who were there',
    ]);
    expect(invariants.find(({ id }) => id === 'I22')).toMatchObject({ status: 'nothing to look at' });
  });

  it.each<[string, string, StepName[], (line: Line) => boolean]>([
    ['I6', 'comparisons of sends pipelined on one socket', [], withoutSocket],
    ['I8', 'looks of records in Kafka', [], ({ op }) => op === 'record' || op === 'all-read'],
    ['I8', 'looks of what is left at rest', [], ({ op }) => op === 'rest'],
    ['I9', 'effects of messaging.receipt-history', [], ({ op }) => op === 'receipt-row' || op === 'all-read'],
    ['I9', 'effects of identity.sign-in-history', [], signIn],
    ['I14', 'changes and messages compared of reactions', ['react', 'unreact'], () => false],
    ['I14', 'changes and messages compared of edits', ['edit'], () => false],
  ])('proves nothing of %s without %s', (id, missing, without, gone) => {
    const { lines } = structuredClone(naiveRun(5, scriptOf(5, 300, without)));
    const report = reportOn(History.of(lines.filter((line) => !gone(line))));
    expect(report.verdict.invariants.find((one) => one.id === id)).toMatchObject({ status: 'nothing to look at' });
    expect(inText(report)).toContain(`nothing to look at: no ${missing}\n`);
    expect(inHtml(report)).toContain(`no ${missing}</td>`);
  });

  it('proves nothing when a fault never bit, or was left out', () => {
    const lines = linesOf({});
    lines.push(mark('fault-start', { id: 99, fault: 'F32', what: 'answers are lost' }));
    lines.push(mark('fault-heal', { id: 99, bit: 0 }));
    lines.push(mark('fault-left-out', { fault: 'F31', what: 'a full disk', because: 'only root may' }));
    expect(verdictOf(lines)).toMatchObject({
      outcome: 'not proven',
      unproven: ['F32 never bit: answers are lost', 'F31 was left out: only root may'],
    });
  });

  it('proves nothing when a fault was never taken back', () => {
    const lines = linesOf({});
    lines.push(mark('fault-start', { id: 99, fault: 'F01', what: 'a node is killed' }));
    expect(verdictOf(lines)).toMatchObject({
      outcome: 'not proven',
      unproven: ['F01 was never taken back: a node is killed'],
    });
  });

  it('proves nothing without a planted bug either', () => {
    const [enough, nothing] = [linesOf({ seen: ['I1'] }), nothingOf({ seen: ['I1'] })];
    expect(isNamed(null, check(History.of(enough)))).toBe(true);
    expect(isNamed(null, check(History.of(nothing)))).toBe(false);
  });
});

describe('what every run sees', () => {
  const reach = { nodes: 3, database: true, own: true, faults: ['F11', 'F32'] };
  const seen = (lines: Line[]) =>
    new Set(check(History.of(lines)).invariants.flatMap(({ id, status }) => (status === 'held' ? [id] : [])));

  it('is nearly everything with a cluster of its own', () => {
    const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24, 25, 26, 30, 31];
    expect(alwaysSeen(reach)).toEqual(ids.map((n) => `I${n}`));
    expect(alwaysSeen({ ...reach, faults: ['F11'] })).not.toContain('I3');
    // Nobody else's Kafka is read.
    expect(alwaysSeen({ ...reach, own: false })).not.toContain('I8');
  });

  it('is what clients can see, where nobody looks into the database', () => {
    const all = new Set<string>();
    const found = new Set<string>();
    for (let seed = 1; seed <= 6; seed++) {
      const { lines } = naiveRun(seed, scriptOf(seed, 400, ['restore']));
      const clients = lines.filter(
        (l) => l.phase !== 'final' || ['device', 'history', 'log', 'receipts'].includes(l.op),
      );
      seen(lines).forEach((id) => all.add(id));
      seen(clients).forEach((id) => found.add(id));
    }
    const outside = alwaysSeen({ ...reach, database: false, own: false });
    expect(outside.filter((id) => !found.has(id))).toEqual([]);
    // The simulated history tells of processes; one that is looked at from outside does not.
    expect([...found].filter((id) => !outside.includes(id))).toEqual(['I25']);
    expect(alwaysSeen(reach).filter((id) => !all.has(id))).toEqual([]);
  });
});
