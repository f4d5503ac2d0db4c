import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ParleyError } from '../errors.js';
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

const notNow = new ParleyError({ code: 'platform.unavailable', title: 'Not now', status: 503 });

it('asks again until the server answers, or nobody is signed in any more', async () => {
  let counts = 0;
  const recounts = new Recounts(() => ((counts += 1) === 3 ? Promise.resolve(false) : Promise.reject(notNow)));
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

it('asks ever more seldom, and no more where the server will not answer', async () => {
  let counts = 0;
  let error = notNow;
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const recounts = new Recounts(() => Promise.reject(((counts += 1), error)));
  recounts.ask();
  await vi.advanceTimersByTimeAsync(250 + 2_000 + 4_000 + 8_000);
  expect(counts).toBe(4);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(counts).toBeLessThan(70);
  error = new ParleyError({ code: 'identity.account_disabled', title: 'No', status: 403 });
  await vi.advanceTimersByTimeAsync(60_000);
  const last = counts;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(counts).toBe(last);
  vi.restoreAllMocks();
});

it('does not ask before the server said, also where it was to ask again already', async () => {
  const busy = new ParleyError({ code: 'platform.rate_limited', title: '', status: 429, retryAfterMs: 30_000 });
  let refuse!: (error: Error) => void;
  const count = vi.fn(() => Promise.resolve(false));
  count.mockImplementationOnce(() => new Promise((_, reject) => (refuse = reject)));
  const recounts = new Recounts(count);
  recounts.ask();
  await vi.advanceTimersByTimeAsync(500);
  recounts.ask();
  refuse(busy);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(count).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(count).toHaveBeenCalledTimes(2);
});
