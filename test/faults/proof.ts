import type { InvariantVerdict } from './check.js';
import type { Mark } from './history/index.js';
import { inWords, wasLate, type World } from './invariants/index.js';
import { listIn } from './model/history.js';

/** Which kind of run it is: what it can look at depends on that. */
export interface Reach {
  /** Nodes that are asked by themselves. */
  nodes: number;
  /** Whether the database is looked into. */
  database: boolean;
  /** Whether the parts are the run's own, so that their processes, leases and records are seen. */
  own: boolean;
  /** Numbers of the faults. */
  faults: readonly string[];
}

const CLIENTS_SEE = [1, 2, 4, 5, 6, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 22, 26, 30, 31];
const DATABASE_TELLS = [9, 23];
/** Of I8 the database tells a half, and Kafka the other. */
const PARTS_TELL = [8, 24, 25];
/** Those that leave sends without an answer for certain. */
const LOSE_ANSWERS = ['F01', 'F02', 'F03', 'F32'];

/** The invariants that every run of a kind has something to look at for: one that has nothing proves nothing about them. */
export function alwaysSeen({ nodes, database, own, faults }: Reach): string[] {
  const seen = [
    ...CLIENTS_SEE,
    ...(nodes > 1 ? [7] : []),
    ...(database ? DATABASE_TELLS : []),
    ...(faults.some((id) => LOSE_ANSWERS.includes(id)) ? [3] : []),
    ...(own ? PARTS_TELL : []),
  ];
  return seen.sort((a, b) => a - b).map((n) => `I${n}`);
}

/** What a run would have had to do to prove something, and did not; nothing: what it did not find is not there. */
export function unproven({ history, model }: World, invariants: readonly InvariantVerdict[]): string[] {
  const { sends, seen } = history.run.asked;
  // Acks that a restore has made worthless were given all the same.
  const acked = [...model.sends.values()].filter(({ calls }) => calls.some(({ result }) => result !== null)).length;
  const blind = invariants.filter(({ id, status }) => seen.includes(id) && status === 'nothing to look at');
  return [
    ...(acked < sends ? [`${acked} sends were acked, and ${sends} were asked for`] : []),
    ...blind.map(({ id, unit }) => `${id} had nothing to look at: no ${unit}`),
    ...history.faults
      .filter(({ bit }) => !bit)
      .map(({ fault, what, bit }) => `${fault} ${bit === undefined ? 'was never taken back' : 'never bit'}: ${what}`),
    ...history
      .marks('not-back')
      .filter((line) => wasLate(history, line))
      .map(({ process, result }) => `${process} came back late: ${result.because}`),
    ...unread(history.marks('no-answer').filter(({ result }) => !result.promised)),
    ...history.marks('fault-left-out').map(({ result }) => `${result.fault} was left out: ${result.because}`),
  ];
}

/** What could not be read at the end, though that breaks no promise: each place once. */
function unread(lines: ReadonlyArray<Mark<'no-answer'>>): string[] {
  const places = new Map<string, Array<Mark<'no-answer'>>>();
  for (const line of lines) listIn(places, line.process).push(line);
  return [...places.values()].map(([first, ...others]) => {
    const more = others.length > 0 ? `, nor to ${others.length} more` : '';
    return `${inWords(first!)} (${first!.result.because})${more}`;
  });
}
