import { expect, it, vi } from 'vitest';
import { newId } from '../../../shared/ids.js';
import type { CommittedEntry, Head, JournalReader } from '../../journal/index.js';
import { LocalBus } from '../bus/local-bus.js';
import { Connections } from '../connection/connections.js';
import { Gate } from './gate.js';
import { Heads } from './heads.js';
import type { Streams } from './streams.js';

const id = newId();
const entry = (seq: number): CommittedEntry => ({
  kind: 'conversation',
  streamId: id,
  seq,
  eventId: newId(),
  aclVersion: 0,
  type: 'messaging.message-sent.v1',
  actorId: id,
  at: '2026-01-01T00:00:00.000Z',
  payloadJson: '{}',
});

/** One open gate at `last`, and heads that the database answers with. */
function surroundings(last: number) {
  const passed: number[] = [];
  const database = { head: last, epoch: 'one' };
  const range = async (from: number, to: number): Promise<CommittedEntry[]> =>
    Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));
  const side = {
    pass: (e: CommittedEntry): undefined => void passed.push(e.seq),
    read: range,
    head: async () => database.head,
  };
  const gate = new Gate(side, 5);
  gate.open(last);
  const reader = {
    refreshEpoch: async () => database.epoch,
    heads: async (): Promise<Map<string, Head>> => new Map([[id, { lastSeq: database.head, aclVersion: 0 }]]),
  } as unknown as JournalReader;
  const streams = { ids: () => [id], get: () => ({ gate }) } as unknown as Streams;
  const timings = { headsEveryMs: 60_000, pullEveryMs: 60_000, holdMs: 5 };
  return { passed, database, gate, heads: new Heads(reader, new LocalBus(), streams, new Connections(10), timings) };
}

it('takes heads that are older than what has gone out for what they are, and repeats nothing', async () => {
  const { passed, database, gate, heads } = surroundings(10);
  gate.offer(entry(11));
  database.head = 10;
  await heads.pull();
  gate.offer(entry(12));
  await vi.waitFor(() => expect(gate.last).toBe(12));
  expect(passed).toEqual([11, 12]);
});

it('starts numbers anew only when the history is another one', async () => {
  const { passed, database, gate, heads } = surroundings(10);
  await heads.pull();
  Object.assign(database, { head: 4, epoch: 'two' });
  await heads.pull();
  gate.offer(entry(5));
  expect(passed).toEqual([5]);
});
