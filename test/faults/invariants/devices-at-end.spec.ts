import { describe, expect, it } from 'vitest';
import { check } from '../check.js';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { scriptOf } from '../naive/script.js';
import { naiveRun } from '../naive/world.js';

type Final<O extends 'device' | 'timeline'> = Extract<Line, { phase: 'final'; op: O }>;

/** A right history of which one device ends otherwise; answers whether there was such a device. */
type Change = (lines: Line[], device: string) => boolean;

const CHANGES: Array<[string, string, string, Change]> = [
  ['never came back', 'I10', 'never caught up', (lines, device) => says(lines, device, (end) => (end.live = false))],
  ['of which nothing was read', 'I10', 'never caught up', (lines, device) => drop(lines, (l) => isOf(l, device))],
  [
    'is live and lists nothing',
    'I10',
    'poll-skip',
    (lines, device) =>
      drop(lines, (l) => isOf(l, device) && l.op === 'timeline') && says(lines, device, (end) => (end.listed = [])),
  ],
  [
    'still lists what its user was removed from',
    'I10',
    'poll-skip',
    (lines, device) => {
      const gone = lines.findLast((l) => l.phase === 'event' && l.op === 'removed' && l.device === device);
      if (gone?.op !== 'removed') return false;
      const { conversationId } = gone.result;
      if (lines.some((l) => isOf(l, device) && l.op === 'device' && l.result.told.includes(conversationId)))
        return false;
      return says(lines, device, ({ listed }) => listed.push(conversationId));
    },
  ],
  [
    'lists less than the server does, where nobody looks into the database',
    'I10',
    'poll-skip',
    (lines, device) =>
      drop(lines, (l) => l.phase === 'final' && ['stream', 'entry', 'timeline'].includes(l.op)) &&
      says(lines, device, ({ listed }) => listed.pop()),
  ],
  ['lists nothing, and kept to the history before a restore', 'I27', 'inconsistent offset', livedThrough],
];

describe('check, on a right history with one device that', () => {
  it.each(CHANGES)('%s: %s %s', (_what, invariant, anomaly, change) => {
    for (let seed = 1; ; seed++) {
      expect(seed, 'a history with such a device in it').toBeLessThan(30);
      const lines = structuredClone(naiveRun(seed, scriptOf(seed, 120, ['backup', 'restore'])).lines);
      if (!livingDevices(lines).some((device) => change(lines, device))) continue;
      const { violations } = check(History.of(lines));
      expect(violations.map((v) => `${v.invariant} ${v.anomaly}`)).toContain(`${invariant} ${anomaly}`);
      return;
    }
  });

  it('was ended by the server before anything was read: nothing is asked of it', () => {
    for (let seed = 1; ; seed++) {
      expect(seed, 'a history with such a device in it').toBeLessThan(30);
      const { lines } = naiveRun(seed, scriptOf(seed, 120));
      if (!lines.some((l) => l.phase === 'event' && l.op === 'end')) continue;
      expect(check(History.of(lines)).violations).toEqual([]);
      return;
    }
  });
});

/** Those that list something and were never ended. */
function livingDevices(lines: readonly Line[]): string[] {
  const ended = new Set(lines.flatMap((l) => (l.phase === 'event' && l.op === 'end' ? [l.device] : [])));
  const all = lines.flatMap((l) => (l.phase === 'final' && l.op === 'timeline' ? [l.device!] : []));
  return [...new Set(all)].filter((device) => !ended.has(device));
}

const isOf = (line: Line, device: string): line is Final<'device'> | Final<'timeline'> =>
  line.phase === 'final' && (line.op === 'device' || line.op === 'timeline') && line.device === device;

function says(lines: Line[], device: string, change: (end: Final<'device'>['result']) => unknown): boolean {
  const end = lines.find((line) => isOf(line, device) && line.op === 'device') as Final<'device'>;
  change(end.result);
  return true;
}

function drop(lines: Line[], which: (line: Line) => boolean): boolean {
  const kept = lines.filter((line) => !which(line));
  const dropped = kept.length < lines.length;
  lines.splice(0, lines.length, ...kept);
  return dropped;
}

function livedThrough(lines: Line[], device: string): boolean {
  const { t } = lines.find((l) => l.phase === 'final')!;
  const at = lines.findIndex((l) => l.phase === 'final');
  const reset = livingDevices(lines)
    .filter((other) => other !== device)
    .map((other): Line => {
      const result = { epoch: 'another' };
      return { t, process: other.split('/')[0]!, device: other, phase: 'event', op: 'epoch-changed', result };
    });
  lines.splice(at, 0, { t, process: 'nemesis', phase: 'mark', op: 'restore', result: { takenAt: t } }, ...reset);
  lines.push({ t, process: 'final', phase: 'final', op: 'epoch', result: { epoch: 'another' } });
  return drop(lines, (l) => isOf(l, device) && l.op === 'timeline');
}
