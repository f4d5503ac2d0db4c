import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { HistoryWriter, Unstamped } from '../history/index.js';
import { Load } from './load.js';
import { Random } from './random.js';
import { Recorder } from './recorder.js';

const loadOf = (step: () => Promise<void>, most: number) =>
  new Load({
    workloads: [{ id: 'W', what: 'a test', weight: 1, step }],
    random: new Random('load'),
    rate: 1_000,
    most,
  });

/** Waits for the first step, as many as may be under way. */
const begun = (load: Load) => expect.poll(() => load.steps).toBeGreaterThan(0);

it('waits for the steps that are under way', async () => {
  let ended = 0;
  const load = loadOf(() => new Promise((resolve) => setTimeout(() => resolve(void (ended += 1)), 20)), 4);
  load.start();
  await begun(load);
  expect(await load.stop(60_000)).toBe(0);
  expect(ended).toBe(load.steps);
});

it('goes on until its workloads have seen what needs a time without faults', async () => {
  let see = (): void => undefined;
  const calm = () => new Promise<void>((seen) => (see = seen));
  const work = { id: 'W', what: 'a test', weight: 1, step: async () => undefined };
  const load = new Load({ workloads: [work, { ...work, calm }], random: new Random('load'), rate: 1, most: 1 });
  let seen = false;
  const waiting = load.calm().then(() => (seen = true));
  await setImmediate();
  expect(seen).toBe(false);
  see();
  await waiting;
});

it('does not wait for ever for steps that never end, and says how many there are', async () => {
  const load = loadOf(() => new Promise(() => undefined), 2);
  load.start();
  await expect.poll(() => load.steps).toBe(2);
  expect(await load.stop(50)).toBe(2);
});

it('takes a call that did not end in time for one without an answer, whatever is answered later', async () => {
  const lines: Unstamped[] = [];
  let calls = 0;
  const writer = { now: () => 0, call: () => ++calls, write: (line: Unstamped) => void lines.push(line) };
  const recorder = new Recorder(writer as unknown as HistoryWriter);
  let answer = (_: { id: string; seq: number }): void => undefined;
  const args = { conversationId: 'c', clientMessageId: 'm', body: 'late' };
  void recorder.call({ process: 'u1', device: 'u1/a' }, 'send', args, () => new Promise((ok) => (answer = ok)));
  expect(recorder.giveUp()).toBe(1);
  answer({ id: 'm', seq: 1 });
  await setImmediate();
  expect(lines.map(({ phase }) => phase)).toEqual(['invoke', 'info', 'mark']);
  expect(recorder.acked).toBe(0);
  expect(recorder.giveUp()).toBe(0);
});
