import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GroupsApi } from '../../groups/index.js';
import type { Realtime } from '../../platform/realtime/index.js';
import type { LastSeen } from '../persistence/last-seen.js';
import type { Statuses } from '../persistence/statuses.js';
import { AnnouncePresence } from './announce-presence.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('keeps a change that nobody could be told of, and tells it as it stands when the database answers again', async () => {
  let database = false;
  const told: string[] = [];
  const conversationsOf = async () => {
    if (!database) throw new Error('Connection terminated');
    return [{ conversationId: 'c', aclVersion: 1 }];
  };
  const announce = new AnnouncePresence(
    { conversationsOf } as unknown as GroupsApi,
    {
      ephemeral: (_: string, __: string, payload: { changes: Array<{ userId: string; status: string }> }) =>
        told.push(...payload.changes.map(({ userId, status }) => `${userId} ${status}`)),
    } as unknown as Realtime,
    { now: async () => undefined, of: async () => new Map() } as unknown as LastSeen,
    { of: async () => new Map([['u', 'offline']]) } as unknown as Statuses,
  );
  await announce.tell({ userId: 'u', status: 'away' });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([]);
  database = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['u offline']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['u offline']);
});
