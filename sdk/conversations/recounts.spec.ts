import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Recounts } from './recounts.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks once for what comes within a moment, and not again for two seconds, however often it is needed', async () => {
  let counts = 0;
  const recounts = new Recounts(() => Promise.resolve((counts += 1) < 0));
  const needed = async (ms: number) => {
    for (let at = 0; at < ms; at += 50) {
      recounts.ask();
      await vi.advanceTimersByTimeAsync(50);
    }
  };
  await needed(250);
  expect(counts).toBe(1);
  await needed(1_950);
  expect(counts).toBe(1);
  await needed(100);
  expect(counts).toBe(2);
  recounts.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(counts).toBe(2);
});

it('asks again until the server answers, or nobody is signed in any more', async () => {
  let counts = 0;
  const recounts = new Recounts(() =>
    (counts += 1) === 3 ? Promise.resolve(false) : Promise.reject(new Error('not now')),
  );
  recounts.ask();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(counts).toBe(3);
  recounts.ask();
  await vi.advanceTimersByTimeAsync(250);
  recounts.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(counts).toBe(4);
});

it('asks once more, and no oftener, where the answer leaves a doubt', async () => {
  let counts = 0;
  const recounts = new Recounts(() => Promise.resolve((counts += 1) > 0));
  recounts.ask();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(counts).toBe(2);
});
