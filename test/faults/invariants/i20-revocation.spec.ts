import { describe, expect, it } from 'vitest';
import { check } from '../check.js';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { blankRun } from '../naive/blank-run.js';

const LIMITS = { revokeMs: 5_000, presenceMs: 35_000, typingMs: 6_000 };
const at = { process: 'u0' } as const;

/** A session whose end was acked at 20 s, used so many seconds later; `fault`: from when to when one was on. */
function used(seconds: number, fault?: [from: number, to: number]): Line[] {
  const revoked = { ...at, t: 20_000, op: 'revoke', call: 1 } as const;
  const use = { ...at, t: 20_000 + seconds * 1_000, op: 'use-session', call: 2 } as const;
  const lines: Line[] = [
    { ...at, t: 0, phase: 'mark', op: 'run', result: blankRun(LIMITS) },
    { ...revoked, phase: 'invoke', args: { sessionIds: ['s'] } },
    { ...revoked, phase: 'ok', result: {} },
    { ...use, phase: 'invoke', session: 's', args: { how: 'rest' } },
    { ...use, phase: 'ok', result: {} },
  ];
  const mark = { process: 'nemesis', phase: 'mark' } as const;
  const [from, to] = fault ?? [0, 0];
  if (fault) {
    lines.push({ ...mark, t: from * 1_000, op: 'fault-start', result: { id: 1, fault: 'F26', what: '' } });
    lines.push({ ...mark, t: to * 1_000, op: 'fault-heal', result: { id: 1, bit: 1 } });
  }
  return lines.sort((a, b) => a.t - b.t);
}

const i20 = (lines: Line[]) => check(History.of(lines)).invariants.find(({ id }) => id === 'I20');

describe('a session that was ended', () => {
  it.each<[number, 'may be' | 'must not be', string, [number, number] | undefined]>([
    [6.5, 'may be', 'on a busy machine', undefined],
    [8, 'must not be', 'without any fault', undefined],
    [8, 'must not be', 'long after a fault', [0, 9]],
    [8, 'may be', 'after a fault that was on when it was ended', [15, 21]],
    [8, 'may be', 'with a fault meanwhile', [24, 26]],
    [8, 'may be', 'soon after a fault, which may have left a question to the database without an answer', [0, 15]],
    [14, 'may be', 'with a fault meanwhile', [24, 26]],
    [16, 'must not be', 'whatever happens', [24, 60]],
  ])('%d s later %s accepted %s', (seconds, says, _when, fault) => {
    const violations = says === 'may be' ? 0 : 1;
    expect(i20(used(seconds, fault))).toMatchObject({ looked: violations, violations });
  });
});
