import { expect, it } from 'vitest';
import { newId } from '../../../shared/ids.js';
import type { CommittedEntry } from '../entry.js';
import { RecentEntries } from './recent-entries.js';

const at = '2026-01-01T00:00:00.123Z';
const entry = (streamId: string, seq: number): CommittedEntry => ({
  kind: 'user',
  streamId,
  seq,
  eventId: newId(),
  aclVersion: 0,
  type: 'notifications.read.v1',
  actorId: streamId,
  at,
  payloadJson: '{}',
});

it('hands out once what was committed, and never an entry of another history', () => {
  const recent = new RecentEntries();
  const id = newId();
  recent.add([entry(id, 1), entry(id, 2)]);
  expect(recent.take(id, 1, Date.parse(at) + 1)).toBeUndefined();
  expect(recent.take(id, 2, Date.parse(at))?.seq).toBe(2);
  expect(recent.take(id, 2, Date.parse(at))).toBeUndefined();
  recent.add([entry(id, 2)]);
  expect(recent.take(id, 2, null)).toBeUndefined();
  expect(recent.take(id, 3, Date.parse(at))).toBeUndefined();
});

it('forgets the oldest and never grows beyond two generations', () => {
  const recent = new RecentEntries();
  const id = newId();
  for (let seq = 1; seq <= 25_000; seq++) recent.add([entry(id, seq)]);
  expect(recent.take(id, 1, Date.parse(at))).toBeUndefined();
  expect(recent.take(id, 25_000, Date.parse(at))?.seq).toBe(25_000);
  expect(recent.take(id, 15_000, Date.parse(at))?.seq).toBe(15_000);
});
