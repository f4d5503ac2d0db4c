import { describe, expect, it } from 'vitest';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { blankRun } from '../naive/blank-run.js';
import { windowOf } from './window.js';

const SECOND = 1_000;
const at = { conversationId: 'c', seq: 7 };
const by = { process: 'u0' } as const;

/** One message that was given a reaction every second, forty times. */
function reactions(): Line[] {
  const lines: Line[] = [{ ...by, t: 0, phase: 'mark', op: 'run', result: blankRun() }];
  for (let call = 1; call <= 40; call++) {
    const made = { ...by, op: 'react', call } as const;
    lines.push({ ...made, t: call * SECOND, phase: 'invoke', args: { ...at, emoji: `${call}` } });
    lines.push({ ...made, t: call * SECOND + 10, phase: 'ok', result: {} });
  }
  const entry = { streamId: 'c', seq: 7, eventId: 'e', type: 'messaging.message-sent.v1', actorId: 'u' };
  const end = { t: 60 * SECOND, process: 'final', phase: 'final' } as const;
  lines.push({ ...end, op: 'entry', result: { ...entry, aclVersion: 1, at: '', data: {} } });
  lines.push({
    ...end,
    t: 61 * SECOND,
    op: 'timeline',
    device: 'u0/a',
    result: { conversationId: 'c', appliedSeq: 50, messages: [] },
  });
  return lines;
}

const calls = Array.from({ length: 40 }, (_, i) => ({ call: i + 1 }));
const about = { conversationId: 'c', seqs: [7], calls };
const callsIn = (lines: Line[]) => [...new Set(lines.flatMap((line) => ('call' in line ? [line.call] : [])))];

describe('the window of a message with forty changes', () => {
  it('ends with the last ones, what the log has, and what was wrong with it', () => {
    const lines = reactions();
    const window = windowOf(History.of(lines), { ...about, lines: [lines.at(-1)!] });
    expect(window).toHaveLength(24);
    expect(window.slice(-2).map(({ op }) => op)).toEqual(['entry', 'timeline']);
    expect(callsIn(window)).toEqual(calls.slice(-11).map(({ call }) => call));
  });

  it('has those around the one that it is about', () => {
    const lines = reactions();
    const tenth = lines.filter((line) => 'call' in line && line.call === 10);
    const window = windowOf(History.of(lines), { ...about, lines: tenth });
    expect(window).toHaveLength(24);
    expect(callsIn(window)[0]).toBeGreaterThan(2);
    expect(callsIn(window).at(-1)).toBeLessThan(18);
    expect(window.map(({ t }) => t)).toEqual(window.map(({ t }) => t).sort((a, b) => a - b));
  });

  it('has those around a moment that it is told', () => {
    const window = windowOf(History.of(reactions()), { ...about, at: 30 * SECOND });
    expect(callsIn(window)).toContain(30);
    expect(callsIn(window)).not.toContain(1);
    expect(window.at(-1)).toMatchObject({ op: 'entry' });
  });

  it('has the lines that it is about however many they are', () => {
    const lines = reactions();
    const all = lines.filter((line) => 'call' in line);
    expect(windowOf(History.of(lines), { ...about, lines: all })).toEqual(all);
  });
});
