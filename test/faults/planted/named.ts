import type { Verdict } from '../check.js';
import { PLANTED_BUGS, type PlantName } from './bugs.js';

export const wanted = (bug: PlantName): string => `${PLANTED_BUGS[bug].invariant} ${PLANTED_BUGS[bug].anomaly}`;

/** Each kind of anomaly once: `I1 lost write`. */
export const kindsOf = ({ violations }: Verdict): string[] => [
  ...new Set(violations.map(({ invariant, anomaly }) => `${invariant} ${anomaly}`)),
];

/** It reported what it should: the bug's invariant with the bug's anomaly; without a bug nothing, though it had enough to look at. */
export const isNamed = (bug: PlantName | null, verdict: Verdict): boolean =>
  bug ? kindsOf(verdict).includes(wanted(bug)) : verdict.outcome === 'held';
