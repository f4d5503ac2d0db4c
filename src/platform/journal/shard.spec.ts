import { expect, it } from 'vitest';
import { derivedId, newId } from '../../shared/ids.js';
import { SHARDS, shardOf } from './shard.js';

const SNAPSHOT = [24, 22, 33];

it('never changes: these values are on disk', () => {
  expect(shardOf('00000000-0000-7000-8000-000000000000')).toBe(SNAPSHOT[0]);
  expect(shardOf('018f6c1e-7b2a-7c3d-9e4f-5a6b7c8d9e0f')).toBe(SNAPSHOT[1]);
  expect(shardOf(derivedId('parley', 'shard'))).toBe(SNAPSHOT[2]);
});

it('spreads ids evenly', () => {
  const counts = new Array<number>(SHARDS).fill(0);
  for (let i = 0; i < 64_000; i++) counts[shardOf(newId())]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1200);
});
