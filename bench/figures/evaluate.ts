import { median, spread, type Spread } from '../lib/stats.js';
import { compareIn, valueOf, type Round, type Row } from './figure.js';

export interface RowResult {
  what: string;
  partner: string;
  unit: Row['unit'];
  better: Row['better'];
  marks: Row['marks'];
  /** Medians of both sides' own values over the rounds: for orientation only, the comparison inside each round is the figure. */
  absolute?: { side: number; partner?: number };
  /** Median and range of the value computed inside each round; absent when a side did not run. */
  value?: Spread;
  perRound?: number[];
  verdict: string;
}

function verdictOf(row: Row, value: Spread | undefined, faults: string[]): string {
  if (!value) return 'not run';
  if (faults.length) return 'DOES NOT COUNT';
  const reached = (mark: number | undefined): boolean =>
    mark !== undefined && (row.better === 'higher' ? value.median >= mark : value.median <= mark);
  const { floor, goal, stretch } = row.marks;
  if (reached(stretch)) return 'second goal';
  if (reached(goal)) return 'goal';
  if (reached(floor)) return goal === undefined ? 'floor kept' : 'floor kept, goal not';
  return floor === undefined ? 'for information' : 'BELOW THE FLOOR';
}

/** The figure of one row: compared inside each round, then median and range over the rounds. A fault anywhere and it does not count. */
export function evaluate(row: Row, rounds: Round[], sides: string[], faults: string[]): RowResult {
  const { compare, ...shown } = row;
  const { side, value: name, partner, partnerValue } = compare;
  const absolute = {
    side: median(rounds.map((round) => valueOf(round, side, name))),
    partner: partner && median(rounds.map((round) => valueOf(round, partner, partnerValue ?? name))),
  } as RowResult['absolute'];
  const ran = sides.includes(side) && (partner === undefined || sides.includes(partner));
  const perRound = ran ? rounds.map((round) => compareIn(round, compare)) : undefined;
  const value = perRound && spread(perRound);
  return { ...shown, absolute, perRound, value, verdict: verdictOf(row, value, faults) };
}
