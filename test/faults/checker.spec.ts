import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, type Violation } from './check.js';
import { History } from './model/history.js';
import { NAIVE_BUGS, type NaiveBug } from './naive/bugs.js';
import { scriptOf, STEPS, type Step, type StepName, WEIGHTS } from './naive/script.js';
import { naiveRun } from './naive/world.js';

const steps: fc.Arbitrary<Step> = fc.record({
  name: fc.oneof(...STEPS.map((name) => ({ weight: Math.ceil(WEIGHTS[name] * 3), arbitrary: fc.constant(name) }))),
  a: fc.nat(0xffff),
  b: fc.nat(0xffff),
  c: fc.nat(0xffff),
  luck: fc.constantFrom('well', 'well', 'well', 'well', 'well', 'request lost', 'answer lost'),
});

const step = (name: StepName): Step => ({ name, a: 0, b: 1, c: 0, luck: 'well' });
const RESTORED = [step('backup'), step('restore')];

const inWords = (violations: readonly Violation[]): string[] =>
  violations.map(({ invariant, anomaly, says }) => `${invariant} ${anomaly}: ${says}`);

describe('check', () => {
  it('finds nothing in what a correct server does, whatever happens around it', () => {
    const runs = fc.record({ seed: fc.nat(), script: fc.array(steps, { minLength: 20, maxLength: 120, size: 'max' }) });
    fc.assert(
      fc.property(runs, ({ seed, script }) => {
        expect(inWords(check(History.of(naiveRun(seed, script).lines)).violations)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('looks at everything there is in long runs', () => {
    const unseen = new Set<string>();
    const seen = new Set<string>();
    for (let seed = 1; seed <= 6; seed++) {
      const { lines } = naiveRun(seed, scriptOf(seed, 400));
      const { invariants, violations } = check(History.of(lines));
      expect(inWords(violations)).toEqual([]);
      for (const { id, status } of invariants) (status === 'held' ? seen : unseen).add(id);
    }
    expect([...unseen].filter((id) => !seen.has(id))).toEqual(['I12', 'I28', 'I29']);
  });

  describe.each(Object.entries(NAIVE_BUGS))('with %s', (bug, [invariant, anomaly]) => {
    it(`says ${anomaly} (${invariant})`, () => {
      // A restore would take back what the bug did. The second run is backed up when it is over: nothing is taken back.
      const without: StepName[] = bug === 'reuse-after-restore' ? [] : ['backup', 'restore'];
      let caught = 0;
      for (let seed = 1; caught < 2; seed++) {
        const script = [...scriptOf(seed, 180, without), ...(caught === 1 ? RESTORED : [])];
        const { lines, bitten } = naiveRun(seed, script, bug as NaiveBug);
        expect(seed, 'a run in which the bug has an effect').toBeLessThan(40);
        if (bitten === 0) continue;
        caught += 1;
        const { violations, outcome } = check(History.of(lines));
        expect(outcome).toBe('broken');
        expect(violations.map((v) => `${v.invariant} ${v.anomaly}`)).toContain(`${invariant} ${anomaly}`);
        const shown = violations.find((v) => v.invariant === invariant && v.anomaly === anomaly)!;
        expect(shown.window.length).toBeGreaterThan(0);
      }
    });
  });
});
