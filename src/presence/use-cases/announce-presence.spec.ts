import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GroupsApi } from '../../groups/index.js';
import type { Realtime } from '../../platform/realtime/index.js';
import type { LastSeen } from '../persistence/last-seen.js';
import { MemoryLeaseStore } from '../persistence/memory-lease-store.js';
import { Statuses } from '../persistence/statuses.js';
import { AnnouncePresence } from './announce-presence.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Nodes over one store and one bus. Everybody is in one conversation, as long as the database says so. */
function setUp() {
  const database = { up: true, rounds: 0, goings: 0 };
  const told: string[] = [];
  const leases = new MemoryLeaseStore({ now: () => new Date(0) });
  const conversationsOfAll = async (userIds: readonly string[]) => {
    if (!database.up) throw new Error('Connection terminated');
    database.rounds++;
    return userIds.map((userId) => ({ userId, conversationId: 'c', aclVersion: 1 }));
  };
  const node = (writesTakeMs = 0) => {
    const now = async (gone: readonly string[]) => {
      if (gone.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, writesTakeMs));
      database.goings += gone.length;
    };
    return new AnnouncePresence(
      { conversationsOfAll } as unknown as GroupsApi,
      {
        ephemeral: (_: string, __: string, payload: { changes: Array<{ userId: string; status: string }> }) =>
          told.push(...payload.changes.map(({ userId, status }) => `${userId} ${status}`)),
      } as unknown as Realtime,
      { now, of: async () => new Map() } as unknown as LastSeen,
      new Statuses(leases),
    );
  };
  const come = async (on: string, away = false) => (await leases.hold('u', on, away, 30_000))!;
  const go = async (from: string) => (await leases.release('u', from))!;
  return { database, told, leases, node, come, go };
}

it('keeps a change that nobody could be told of, and tells it as it stands when the database answers again', async () => {
  const { database, told, node, come, go } = setUp();
  database.up = false;
  node().tell(await come('a', true));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([]);
  await go('a');
  database.up = true;
  await vi.advanceTimersByTimeAsync(1_500);
  expect(told).toEqual(['u offline']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['u offline']);
});

it('keeps a change while the store cannot say how somebody stands, and writes down once when he went', async () => {
  const { database, told, leases, node, come, go } = setUp();
  await come('a');
  node().tell(await go('a'));
  const away = vi.spyOn(leases, 'statusOf').mockRejectedValue(new Error('Connection is closed.'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([]);
  away.mockRestore();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([told, database.goings]).toEqual([['u offline'], 1]);
});

it('tells last what changed last, although a going takes longer to tell than a coming', async () => {
  const { told, node, come, go } = setUp();
  const announce = node(500);
  await come('a');
  announce.tell(await go('a'));
  await vi.advanceTimersByTimeAsync(100);
  announce.tell(await come('a'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told.at(-1)).toBe('u online');
});

it('tells last what changed last, although one node saw the going and another the coming', async () => {
  const { told, node, come, go } = setUp();
  const [a, b] = [node(), node(500)];
  await come('b');
  b.tell(await go('b'));
  await vi.advanceTimersByTimeAsync(100);
  a.tell(await come('a'));
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['u online']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told.at(-1)).toBe('u online');
});

it('asks once for many who go together', async () => {
  const { database, told, node } = setUp();
  const announce = node();
  for (let n = 0; n < 100; n++) announce.tell({ userId: `u${n}`, status: 'offline' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toHaveLength(100);
  expect(database.rounds).toBe(1);
});
