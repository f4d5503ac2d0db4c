import { beforeEach, expect, it } from 'vitest';
import { heldPages, lastPage, page, settled } from '../../support/held-pages.js';

let world: ReturnType<typeof heldPages>;
beforeEach(() => (world = heldPages()));
const opened = async () => {
  const opening = world.timeline.open();
  world.asked[0]!.answer(lastPage(98, 99));
  await opening;
};

it('leads nowhere when the end, which is here, is asked for meanwhile', async () => {
  const { timeline, asked, shown } = world;
  await opened();
  const jump = timeline.openAt(10);
  await timeline.latest();
  asked[1]!.answer(page(9, 10, 11));
  await jump;
  expect([timeline.get().atEnd, shown()]).toEqual([true, [98, 99]]);
  timeline.recover();
  expect(asked).toHaveLength(2);
});

it('leads nowhere when a message that is here is asked for meanwhile', async () => {
  const { timeline, asked, shown } = world;
  await opened();
  const jump = timeline.openAt(10);
  await timeline.openAt(98);
  asked[1]!.answer(page(9, 10, 11));
  await jump;
  expect([timeline.get().atEnd, shown()]).toEqual([true, [98, 99]]);
});

it('is the end, when a message that is here was asked for since', async () => {
  const { timeline, asked } = world;
  const opening = timeline.openAt(10);
  asked[0]!.answer(page(9, 10, 11));
  await opening;
  const jump = timeline.latest();
  asked[1]!.fail(new Error('cut'));
  await expect(jump).rejects.toThrow('cut');
  await timeline.openAt(11);
  timeline.recover();
  expect(asked).toHaveLength(2);
});

it('does not leave what is stale as it is', async () => {
  const { timeline, asked, shown } = world;
  const opening = timeline.openAt(10);
  asked[0]!.answer(page(9, 10, 11));
  await opening;
  timeline.skipped();
  await timeline.openAt(11);
  asked[1]!.answer(page(9, 10));
  asked[2]?.answer(page(10, 11, 12));
  await settled();
  expect(asked.map(({ query }) => query.around)).toEqual([10, 10, 11]);
  expect(shown()).toEqual([10, 11, 12]);
});

it.each(['recover', 'skipped'] as const)(
  'is not owed after it failed, also when it was asked again: %s',
  async (again) => {
    const { timeline, asked } = world;
    await opened();
    const jump = timeline.openAt(10);
    timeline[again]();
    asked[1]!.fail(new Error('cut'));
    asked[2]!.fail(new Error('cut'));
    await expect(jump).rejects.toThrow('cut');
    timeline.recover();
    // What is shown is stale where numbers were skipped: it is had again, and it alone.
    expect(asked.slice(3).map(({ query }) => query.around)).toEqual(again === 'skipped' ? [undefined] : []);
  },
);
