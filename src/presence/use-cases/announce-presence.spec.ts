import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GroupsApi } from '../../groups/index.js';
import type { Realtime } from '../../platform/realtime/index.js';
import type { LastSeen } from '../persistence/last-seen.js';
import type { Statuses } from '../persistence/statuses.js';
import { AnnouncePresence } from './announce-presence.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Everybody is in one conversation, as long as the database says so. */
function setUp() {
  const database = { up: true, writesTakeMs: 0, rounds: 0 };
  const told: string[] = [];
  const conversationsOfAll = async (userIds: readonly string[]) => {
    if (!database.up) throw new Error('Connection terminated');
    database.rounds++;
    return userIds.map((userId) => ({ userId, conversationId: 'c', aclVersion: 1 }));
  };
  const now = async (gone: readonly string[]) => {
    if (gone.length > 0) await new Promise((resolve) => setTimeout(resolve, database.writesTakeMs));
  };
  const announce = new AnnouncePresence(
    { conversationsOfAll } as unknown as GroupsApi,
    {
      ephemeral: (_: string, __: string, payload: { changes: Array<{ userId: string; status: string }> }) =>
        told.push(...payload.changes.map(({ userId, status }) => `${userId} ${status}`)),
    } as unknown as Realtime,
    { now, of: async () => new Map() } as unknown as LastSeen,
    { of: async () => new Map([['u', 'offline']]) } as unknown as Statuses,
  );
  return { database, told, announce };
}

it('keeps a change that nobody could be told of, and tells it as it stands when the database answers again', async () => {
  const { database, told, announce } = setUp();
  database.up = false;
  announce.tell({ userId: 'u', status: 'away' });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([]);
  database.up = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['u offline']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['u offline']);
});

it('tells last what changed last, although a going takes longer to tell than a coming', async () => {
  const { database, told, announce } = setUp();
  database.writesTakeMs = 500;
  announce.tell({ userId: 'u', status: 'offline' });
  await vi.advanceTimersByTimeAsync(100);
  announce.tell({ userId: 'u', status: 'online' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['u offline', 'u online']);
});

it('asks once for many who go together', async () => {
  const { database, told, announce } = setUp();
  for (let n = 0; n < 100; n++) announce.tell({ userId: `u${n}`, status: 'offline' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toHaveLength(100);
  expect(database.rounds).toBe(1);
});
