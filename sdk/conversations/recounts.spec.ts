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

it('asks again when the server did not answer, once it is needed again', async () => {
  let counts = 0;
  const recounts = new Recounts(() => Promise.reject(new Error(`not now ${(counts += 1)}`)));
  recounts.ask();
  await vi.advanceTimersByTimeAsync(250);
  recounts.ask();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(counts).toBe(2);
});

it('asks once more, and no oftener, where the answer leaves a doubt', async () => {
  let counts = 0;
  const recounts = new Recounts(() => Promise.resolve((counts += 1) > 0));
  recounts.ask();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(counts).toBe(2);
});
