import { expect, it } from 'vitest';
import { check } from '../check.js';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { scriptOf } from '../naive/script.js';
import { naiveRun } from '../naive/world.js';

/** What is said of a right history that ends with these lines as well. */
function verdictOf(...more: Array<[op: string, result: object, process: string]>) {
  const { lines } = naiveRun(5, scriptOf(5, 300));
  const t = lines.at(-1)!.t;
  const marks = more.map(([op, result, process]) => ({ t, process, phase: 'mark', op, result }) as Line);
  const { outcome, unproven, violations } = check(History.of([...lines, ...marks]));
  return { outcome, unproven, found: violations.map(({ invariant, says }) => `${invariant}: ${says}`) };
}

it('is broken by calls that never ended, with every fault taken back', () => {
  const { outcome, found } = verdictOf(['given-up', { calls: 60 }, 'nemesis']);
  expect(outcome).toBe('broken');
  expect(found).toEqual(['I31: 60 calls had not ended long after every fault had been taken back']);
});

it('is broken by a send, and by a question, that got no answer however often it was repeated', () => {
  const because = '503 platform.unavailable';
  const { outcome, found } = verdictOf(
    ['no-answer', { what: 'a message to …1', because, promised: true, clientMessageId: 'm' }, 'u3'],
    ['no-answer', { what: 'the log of …2', because, promised: true }, 'node-2'],
  );
  expect(outcome).toBe('broken');
  expect(found).toEqual([
    'I31: u3 got no answer to a message to …1: 503 platform.unavailable',
    'I31: node-2 gave no answer to the log of …2: 503 platform.unavailable',
  ]);
});

it('is broken by a node that did not come back; one that was late has made the run another than was asked for', () => {
  const gone: [string, object, string] = ['not-back', { because: 'it was not ready' }, 'node-2'];
  const { outcome, found } = verdictOf(gone);
  expect([outcome, found]).toEqual(['broken', ['I31: node-2 did not come back: it was not ready']]);
  const late = verdictOf(gone, ['start', { pid: 7 }, 'node-2']);
  expect(late).toEqual({ outcome: 'not proven', unproven: ['node-2 came back late: it was not ready'], found: [] });
});

it('proves nothing where something could not be read that nobody promised', () => {
  const because = '429 platform.rate_limited';
  const { outcome, unproven, found } = verdictOf(
    ['no-answer', { what: 'the log of …1', because, promised: false }, 'node-2'],
    ['no-answer', { what: 'the log of …2', because, promised: false }, 'node-2'],
  );
  expect([outcome, found]).toEqual(['not proven', []]);
  expect(unproven).toEqual(['node-2 gave no answer to the log of …1 (429 platform.rate_limited), nor to 1 more']);
});
