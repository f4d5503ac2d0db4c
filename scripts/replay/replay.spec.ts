import { describe, expect, it } from 'vitest';
import { compare, differs, type Line } from './compare.js';
import { parseLine, parseLog } from './log-line.js';
import { Pace } from './pace.js';
import { planOf } from './plan.js';

describe('parseLine', () => {
  it.each([
    ['[04:46] <pawan> how to  download', { kind: 'message', nick: 'pawan', text: 'how to  download', minute: 286 }],
    ['[00:01] <a|b> ', { kind: 'message', nick: 'a|b', text: '', minute: 1 }],
    ['[04:48]  * unperson sits', { kind: 'action', nick: 'unperson', text: 'sits', minute: 288 }],
    ['[04:48] <x>  * not an action', { kind: 'message', nick: 'x', text: ' * not an action', minute: 288 }],
    ['=== Sindacious_ is now known as Sindacious', { kind: 'rename', from: 'Sindacious_', to: 'Sindacious' }],
    ['=== a [n=a@example.org] has joined #ubuntu', { kind: 'join', nick: 'a' }],
    ['=== a [n=a@example.org] has left #ubuntu []', { kind: 'leave', nick: 'a' }],
    ['=== a [n=a@example.org] has quit [Quit: bye]', { kind: 'leave', nick: 'a' }],
    ['=== Topic for #ubuntu: welcome', { kind: 'other', text: '=== Topic for #ubuntu: welcome' }],
    ['[01:26] -spam:#ubuntu- buy', { kind: 'other', text: '[01:26] -spam:#ubuntu- buy' }],
  ])('%s', (line, parsed) => expect(parseLine(line)).toEqual(parsed));

  it('takes every line and no empty one at the end', () => {
    expect(parseLog('[00:00] <a> x\n\n[00:00] <b> y\n')).toHaveLength(3);
  });
});

describe('planOf', () => {
  const steps = (text: string) =>
    planOf(parseLog(text)).steps.map((s) => (s.kind === 'say' ? s.body : `${s.kind} ${s.person}`));

  it('lets speakers join first, follows nicks, and lets joins and departures count once', () => {
    const log = [
      '[00:00] <ann> hello',
      '=== bob [b@c] has joined #x',
      '=== bob [b@c] has joined #x',
      '=== bob is now known as rob',
      '[00:01] <rob> still me',
      '[00:01] <bob> somebody else',
      '=== rob [b@c] has left #x []',
      '=== rob [b@c] has quit []',
      '[00:02]  * ann waves',
    ].join('\n');
    expect(steps(log)).toEqual([
      'join 0',
      'hello',
      'join 1',
      'still me',
      'join 2',
      'somebody else',
      'leave 1',
      '/me waves',
    ]);
  });

  it('lets a nick that is taken over leave its former owner behind', () => {
    expect(steps('[00:00] <a> 1\n[00:00] <b> 2\n=== b is now known as a\n[00:01] <a> 3')).toEqual([
      ...['join 0', '1', 'join 1', '2', 'leave 0', '3'],
    ]);
  });
});

describe('compare', () => {
  const line = (n: number, body = `${n}`): Line => ({ clientMessageId: `c${n}`, authorId: 'a', body });
  const sent = [line(1), line(2), line(3), line(4)];

  it('finds nothing where nothing differs', () => expect(differs(compare(sent, [...sent]))).toBe(false));

  it.each([
    ['lost', [line(1), line(2), line(4)]],
    ['duplicated', [line(1), line(2), line(2), line(3), line(4)]],
    ['outOfOrder', [line(1), line(3), line(2), line(4)]],
    ['altered', [line(1), line(2, 'x'), line(3), line(4)]],
    ['altered', [line(1), { ...line(2), authorId: 'b' }, line(3), line(4)]],
    ['unexpected', [line(1), line(2), line(3), line(4), line(5)]],
  ])('counts one %s, and nothing else', (what, seen) => {
    const { examples, ...counts } = compare(sent, seen);
    expect(counts).toEqual({ lost: 0, duplicated: 0, outOfOrder: 0, altered: 0, unexpected: 0, [what]: 1 });
    expect(examples).toHaveLength(1);
  });
});

describe('Pace', () => {
  it('asks its gate for every step, and does not make up for the time it was held', async () => {
    const { steps } = planOf(parseLog('[00:00] <a> 1\n[00:00] <a> 2\n[00:00] <a> 3'));
    const shares: number[] = [];
    let open = () => undefined as void;
    const held = new Promise<void>((resolve) => (open = resolve));
    const GAP_MS = 60_000 / steps.length / 300;
    const pace = new Pace(steps, 300, (share) => (shares.push(share), share === 0.25 ? held : Promise.resolve()));
    const at: number[] = [];
    const lived = (async () => {
      for (const index of steps.keys()) {
        await pace.until(index);
        at.push(performance.now());
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 4 * GAP_MS));
    expect(at).toHaveLength(1);
    open();
    await lived;
    expect(shares).toEqual([0, 0.25, 0.5, 0.75]);
    expect(at[3]! - at[1]!).toBeGreaterThan(1.8 * GAP_MS);
  });
});
