import { expect, it } from 'vitest';
import { Slots } from './slots.js';

it('never runs more than its size at a time, and frees the place of what failed', async () => {
  const slots = new Slots(3);
  let [running, most] = [0, 0];
  const work = async (n: number) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (n % 2) throw new Error('odd');
    return n;
  };
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => slots.run(() => work(n))));
  expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(10);
  expect(most).toBe(3);
  expect(await slots.run(async () => 'free')).toBe('free');
});
