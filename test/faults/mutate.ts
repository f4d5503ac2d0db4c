import { expect, it } from 'vitest';
import { check } from './check.js';
import type { Line } from './history/index.js';
import { History } from './model/history.js';
import { scriptOf, type Step } from './naive/script.js';
import { naiveRun } from './naive/world.js';

/** A right history with one thing changed; answers whether there was such a thing. */
export type Mutation = (lines: Line[]) => boolean;

export const some = (lines: Line[], change: (line: Line) => boolean): boolean => lines.some(change);

/** The first final line of `op` for which `change` has something to change. */
export const final = <O extends Line['op']>(
  op: O,
  change: (line: Extract<Line, { phase: 'final'; op: O }>) => boolean,
) =>
  ((lines) =>
    some(lines, (line) => line.phase === 'final' && line.op === op && change(line as never))) satisfies Mutation;

export const sent = (line: Line): line is Extract<Line, { phase: 'final'; op: 'entry' }> =>
  line.phase === 'final' && line.op === 'entry' && line.result.type === 'messaging.message-sent.v1';

export const stored = (line: Line) =>
  sent(line) ? (line.result.data as { clientMessageId: string; body: string | null }) : null;

/** Takes lines away. */
export const without = (gone: (line: Line) => boolean): Mutation => {
  return (lines) => {
    const left = lines.filter((line) => !gone(line));
    return lines.splice(0, lines.length, ...left).length > left.length;
  };
};

/** What was changed, and what the checker has to call it. */
export type Named = readonly [what: string, invariant: string, anomaly: string, mutate: Mutation];

const quiet = (seed: number): Step[] => scriptOf(seed, 120, ['backup', 'restore']);

/** In the first of some histories that have such a thing. */
export function eachIsFound(mutations: readonly Named[], script: (seed: number) => Step[] = quiet): void {
  it.each(mutations)('%s: %s %s', (_what, invariant, anomaly, mutate) => {
    for (let seed = 1; ; seed++) {
      expect(seed, 'a history with such a thing in it').toBeLessThan(30);
      const lines = structuredClone(naiveRun(seed, script(seed)).lines);
      if (!mutate(lines)) continue;
      const { violations } = check(History.of(lines));
      expect(violations.map((v) => `${v.invariant} ${v.anomaly}`)).toContain(`${invariant} ${anomaly}`);
      return;
    }
  });
}
