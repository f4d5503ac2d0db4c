import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ParleyError } from '../../../sdk/errors.js';
import { heldPages, lastPage, page } from '../../support/held-pages.js';

const refusal = (status: number, retryAfterMs?: number) =>
  new ParleyError({ code: 'platform.unavailable', title: 'Not now', status, retryAfterMs });

let world: ReturnType<typeof heldPages>;
beforeEach(() => {
  vi.useFakeTimers();
  world = heldPages();
});
afterEach(() => void vi.useRealTimers());

/** Somebody at the end, whose log was skipped forward; the page for that is on its way. */
async function skipped() {
  const { timeline, asked } = world;
  const opening = timeline.open();
  asked[0]!.answer(lastPage(98, 99));
  await opening;
  timeline.skipped();
}
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

it('is asked for again while the connection lives, as often as it takes and not before the server said', async () => {
  await skipped();
  const { timeline, asked, shown } = world;
  asked[1]!.fail(refusal(429, 5_000));
  await vi.advanceTimersByTimeAsync(4_900);
  expect(asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1_000);
  asked[2]!.fail(refusal(503));
  await minutes(1);
  asked[3]!.answer(lastPage(120, 121));
  await minutes(1);
  expect([timeline.get().atEnd, shown(), asked.length]).toEqual([true, [120, 121], 4]);
});

it('is left to the next connection where there is none, and to nobody where the timeline is closed', async () => {
  await skipped();
  const { timeline, asked, connection } = world;
  asked[1]!.fail(refusal(503));
  await vi.advanceTimersByTimeAsync(0);
  connection.open = false;
  await minutes(1);
  expect(asked).toHaveLength(2);
  connection.open = true;
  timeline.recover();
  asked[2]!.fail(refusal(503));
  await vi.advanceTimersByTimeAsync(0);
  timeline.close();
  await minutes(1);
  expect(asked).toHaveLength(3);
  timeline.recover();
  asked[3]!.fail(refusal(503));
  await minutes(1);
  expect(asked).toHaveLength(4);
});

it('is not asked for again where the server will not give it', async () => {
  await skipped();
  world.asked[1]!.fail(refusal(403));
  await minutes(1);
  expect(world.asked).toHaveLength(2);
});

it('is not asked for again when it was a jump, or is wanted no more', async () => {
  const { timeline, asked } = world;
  const opening = timeline.openAt(10);
  asked[0]!.answer(page(9, 10, 11));
  await opening;
  for (const wish of [timeline.openAt(50), timeline.latest()]) wish.catch(() => undefined);
  asked[1]!.fail(refusal(503));
  asked[2]!.fail(refusal(503));
  await vi.advanceTimersByTimeAsync(0);
  await timeline.openAt(11);
  const jump = timeline.openAt(50);
  asked[3]!.fail(refusal(503));
  await expect(jump).rejects.toThrow('Not now');
  await minutes(1);
  expect(asked).toHaveLength(4);
});
