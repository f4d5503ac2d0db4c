import { expect, it } from 'vitest';
import { sampleOf } from './run.js';

it('counts what was wrong in a window that is not counted', async () => {
  const windows = [['1 undelivered'], [], []];
  const side = { window: () => Promise.resolve({ values: {}, faults: windows.shift()! }) };
  // No window is quiet enough for these rules.
  const { sample } = await sampleOf(side, [], { limit: -1, waitSeconds: 0, tries: 3 });
  expect(windows).toEqual([]);
  expect(sample.faults).toEqual(['1 undelivered']);
});
