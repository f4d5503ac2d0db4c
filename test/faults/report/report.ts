import { check, type Verdict } from '../check.js';
import type { Marks } from '../history/index.js';
import type { History } from '../model/history.js';
import { type Figures, figuresOf, outcomesByOp } from './figures.js';

/** Everything a report says, as plain data: this is the JSON form. */
export interface Report {
  run: Marks['run'];
  verdict: Verdict;
  figures: Figures;
  /** Kind of call to how often it ended how. */
  outcomes: Record<string, { ok: number; fail: number; info: number }>;
  /** User id to his name in the run. */
  names: Record<string, string>;
}

export function reportOn(history: History): Report {
  return {
    run: history.run,
    verdict: check(history),
    figures: figuresOf(history),
    outcomes: Object.fromEntries(outcomesByOp(history)),
    names: Object.fromEntries(history.names),
  };
}
