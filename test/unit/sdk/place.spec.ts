import { beforeEach, expect, it } from 'vitest';
import { heldPages, lastPage, message, page, settled } from '../../support/held-pages.js';

let asked: ReturnType<typeof heldPages>['asked'];
let shown: ReturnType<typeof heldPages>['shown'];
let timeline: ReturnType<typeof heldPages>['timeline'];
beforeEach(() => ({ asked, shown, timeline } = heldPages([message(900)])));

it('shows the message that was asked for, also when it turns out meanwhile that numbers were skipped', async () => {
  const opening = timeline.openAt(10);
  timeline.skipped();
  expect(asked.map(({ query }) => query.around)).toEqual([10, 10]);
  asked[0]!.answer(page(9, 10, 11));
  let open = false;
  void opening.then(() => (open = true));
  await settled();
  expect([open, timeline.get().fromDevice, shown()]).toEqual([false, true, [900]]);
  asked[1]!.answer(page(9, 10, 11, 12));
  await opening;
  expect([timeline.get().fromDevice, shown()]).toEqual([false, [9, 10, 11, 12]]);
  timeline.skipped();
  expect(asked[2]!.query.around).toBe(10);
});

it('fails with what was asked for last, and only with that', async () => {
  const opening = timeline.openAt(10);
  timeline.skipped();
  asked[0]!.fail(new Error('cut'));
  asked[1]!.answer(page(10));
  await opening;
  timeline.skipped();
  expect(asked[2]!.query.around).toBe(10);
  asked[2]!.fail(new Error('cut'));
  await settled();
  timeline.recover();
  expect(asked[3]!.query.around).toBe(10);
  asked[3]!.answer(page(10, 11));
  await settled();
  expect(shown()).toEqual([10, 11]);
});

it('keeps the item of a message that the server has as the device had it', async () => {
  const [kept] = timeline.get().items;
  const opening = timeline.open();
  asked[0]!.answer(lastPage(899, 900));
  await opening;
  expect(timeline.get().items[1]).toBe(kept);
  const changed = { ...message(900), body: 'anew' };
  timeline.skipped();
  asked[1]!.answer({ ...lastPage(899), messages: [message(899), changed] });
  await expect.poll(() => timeline.get().items[1]).toMatchObject({ message: changed });
});
