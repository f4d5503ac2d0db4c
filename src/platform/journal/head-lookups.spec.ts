import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeadLookups } from './head-lookups.js';
import type { Head } from './journal-reader.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('look-ups of heads', () => {
  /** A log's head is how often it was looked at; each statement takes so long. */
  function setUp(tookMs = 5) {
    const statements: string[][] = [];
    const lookups = new HeadLookups(async (ids) => {
      statements.push([...ids]);
      const heads = new Map<string, Head>(
        ids.filter((id) => id !== 'unknown').map((id) => [id, { lastSeq: statements.length, aclVersion: 1 }]),
      );
      await new Promise((resolve) => setTimeout(resolve, tookMs));
      if (ids.includes('broken')) throw new Error('Connection terminated');
      return heads;
    });
    return { lookups, statements };
  }

  it('of one turn share a statement, and what is not there is null', async () => {
    const { lookups, statements } = setUp();
    const found = Promise.all(['a', 'b', 'a', 'unknown'].map((id) => lookups.head(id)));
    await vi.advanceTimersByTimeAsync(5);
    expect((await found).map((head) => head?.lastSeq)).toEqual([1, 1, 1, undefined]);
    expect(statements).toEqual([['a', 'b', 'unknown']]);
  });

  it('are never answered by a statement that began before them', async () => {
    const { lookups, statements } = setUp();
    const first = lookups.head('a');
    await vi.advanceTimersByTimeAsync(1);
    const later = [lookups.head('a'), lookups.head('b')];
    await vi.advanceTimersByTimeAsync(20);
    expect([await first, ...(await Promise.all(later))].map((head) => head?.lastSeq)).toEqual([1, 2, 2]);
    expect(statements).toEqual([['a'], ['a', 'b']]);
  });

  it('do not wait for a statement that hangs, and fail alone', async () => {
    const { lookups, statements } = setUp(2_000);
    const broken = expect(lookups.head('broken')).rejects.toThrow('Connection terminated');
    await vi.advanceTimersByTimeAsync(1);
    const other = lookups.head('a');
    await vi.advanceTimersByTimeAsync(30);
    expect(statements).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(4_000);
    await broken;
    expect(await other).toMatchObject({ lastSeq: 2 });
  });
});
