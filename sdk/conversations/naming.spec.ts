import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ParleyError } from '../errors.js';
import { Naming } from './naming.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks until there is an answer, whatever goes wrong, and not before the server said', async () => {
  const busy = new ParleyError({ code: 'platform.rate_limited', title: '', status: 429, retryAfterMs: 30_000 });
  const answers = [() => Promise.reject(busy), () => Promise.reject(new Error('odd')), () => Promise.resolve()];
  const ensure = vi.fn((_: readonly string[]) => answers.shift()!());
  new Naming(ensure).want(['a']);
  await vi.advanceTimersByTimeAsync(29_900);
  expect(ensure).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ensure.mock.calls).toEqual([[['a']], [['a']], [['a']]]);
});
