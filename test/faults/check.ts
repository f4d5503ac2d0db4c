import type { Line } from './history/index.js';
import { type Finding, type Invariant, INVARIANTS, NOT_CHECKED, type Tally } from './invariants/index.js';
import { windowOf } from './invariants/window.js';
import type { History } from './model/history.js';
import { modelOf } from './model/model.js';
import { unproven } from './proof.js';

/** A broken promise: which, how, by whose eyes, and the lines that show it. */
export interface Violation extends Omit<Finding, 'focus'> {
  invariant: string;
  /** Of the first few of each kind; further ones are counted only. */
  window: Line[];
}

/**
 * `held`: looked at, nothing found. `broken`: see the violations. `nothing to look at`: this run had no such thing, or none of one of
 * its kinds, so it proves nothing about it. `not applicable`: see `because`.
 */
export interface InvariantVerdict {
  id: string;
  sentence: string;
  status: 'held' | 'broken' | 'nothing to look at' | 'not applicable';
  /** How much was looked at, of what; where there was nothing to look at, what was missing. */
  looked: number;
  unit: string;
  violations: number;
  because?: string;
}

export interface Verdict {
  /** `not proven`: nothing was found, and `unproven` says why that means nothing. */
  outcome: 'held' | 'broken' | 'not proven';
  /** What the run was to do and did not. */
  unproven: string[];
  invariants: InvariantVerdict[];
  /** The first few of each kind of anomaly, see `InvariantVerdict.violations` for how many there are. */
  violations: Violation[];
}

const SHOWN_OF_A_KIND = 5;
const NEEDS_DATABASE = 'nothing to look at: it needs the deployment’s database (--database-url)';

/** Holds a history against every invariant. Pure: the same history gives the same verdict. */
export function check(history: History): Verdict {
  const world = { history, model: modelOf(history) };
  const violations: Violation[] = [];
  const invariants = INVARIANTS.map((invariant): InvariantVerdict => {
    const { id, sentence, needsDatabase, check: look, parts = [] } = invariant;
    const tally: Tally = { looked: 0, parts: Object.fromEntries(parts.map((part) => [part, 0])) };
    const kinds = new Map<string, number>();
    let found = 0;
    for (const { focus, ...finding } of look(world, tally)) {
      found += 1;
      kinds.set(finding.anomaly, (kinds.get(finding.anomaly) ?? 0) + 1);
      if (kinds.get(finding.anomaly)! > SHOWN_OF_A_KIND) continue;
      violations.push({ invariant: id, ...finding, window: windowOf(history, focus) });
    }
    const seen = tally.looked > 0 && parts.every((part) => tally.parts[part]! > 0);
    const status = found > 0 ? 'broken' : seen ? 'held' : 'nothing to look at';
    const because = needsDatabase && !world.model.stored ? NEEDS_DATABASE : undefined;
    const unit = unitOf(invariant, tally, status === 'nothing to look at');
    return { id, sentence, status, looked: tally.looked, unit, violations: found, because };
  });
  const others = NOT_CHECKED.map(({ id, sentence, because }): InvariantVerdict => {
    return { id, sentence, because, status: 'not applicable', looked: 0, unit: '', violations: 0 };
  });
  const all = [...invariants, ...others].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  const lacks = unproven(world, invariants);
  const outcome = violations.length > 0 ? 'broken' : lacks.length > 0 ? 'not proven' : 'held';
  return { outcome, unproven: lacks, invariants: all, violations };
}

function unitOf({ unit, parts }: Invariant, tally: Tally, unseen: boolean): string {
  if (!parts) return unit;
  if (unseen) return `${unit} of ${parts.filter((part) => tally.parts[part] === 0).join(', ')}`;
  return `${unit} (${parts.map((part) => `${tally.parts[part]!.toLocaleString('en-US')} of ${part}`).join(', ')})`;
}
