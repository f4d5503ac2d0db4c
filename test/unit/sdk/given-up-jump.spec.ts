import { beforeEach, expect, it } from 'vitest';
import { heldPages, lastPage } from '../../support/held-pages.js';

let world: ReturnType<typeof heldPages>;
beforeEach(() => (world = heldPages()));
const opened = async () => {
  const opening = world.timeline.open();
  world.asked[0]!.answer(lastPage(98, 99));
  await opening;
};

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
