import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppendLane, AppendResult, LaneItem } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openStorage, type Storage } from '../../support/storage.js';

let node: Storage;
let lane: AppendLane;

beforeAll(async () => {
  const { url } = await freshDatabase();
  node = await openStorage(url);
  lane = node.journal.lane(null);
});
afterAll(() => node.close());

async function openStream(): Promise<string> {
  const id = newId();
  await node.database.transaction((tx) => node.journal.open(tx, 'conversation', id));
  return id;
}
const actorId = newId();
const item = (streamId: string, key: string): LaneItem => ({
  kind: 'conversation',
  streamId,
  type: 'messaging.message-sent.v1',
  actorId,
  payload: { key },
  aclVersion: 0,
});
const keysIn = async (streamId: string) =>
  (await node.reader.range('conversation', streamId, 1, 1e6, 1e6)).map(
    (e) => (JSON.parse(e.payloadJson) as { key: string }).key,
  );
const seqs = (results: AppendResult<never>[]) => results.map((r) => (r.status === 'appended' ? r.entry.seq : r.status));

describe('a stream that somebody else has locked', () => {
  const locked = async (stream: string, work: () => Promise<void>) => {
    const client = await node.database.hot.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT FROM streams WHERE stream_id = $1 FOR UPDATE', [stream]);
      await work();
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };

  it('holds up its own items only, and keeps their order', async () => {
    const [stuck, free] = [await openStream(), await openStream()];
    let held: Promise<AppendResult<never>[]>;
    await locked(stuck, async () => {
      held = Promise.all([lane.append(item(stuck, 'a')), lane.append(item(stuck, 'b'))]);
      const together = [lane.append(item(free, 'x')), lane.append(item(free, 'y'))];
      expect(seqs(await Promise.all(together))).toEqual([1, 2]);
      held = Promise.all([held, lane.append(item(stuck, 'c'))]).then(([first, last]) => [...first, last]);
      for (let seq = 3; seq < 10; seq++) {
        expect(seqs([await lane.append(item(free, `k${seq}`))])).toEqual([seq]);
      }
    });
    expect(seqs(await held!)).toEqual([1, 2, 3]);
    expect(await keysIn(stuck)).toEqual(['a', 'b', 'c']);
  });

  it('has its items refused for certain when the lock is not had in time, and takes the next ones afterwards', async () => {
    const stream = await openStream();
    await locked(stream, async () => {
      const [result] = await Promise.allSettled([lane.append(item(stream, 'a'))]);
      expect((result as PromiseRejectedResult).reason).toMatchObject({ code: 'platform.unavailable' });
    });
    expect(seqs([await lane.append(item(stream, 'b'))])).toEqual([1]);
    expect(await keysIn(stream)).toEqual(['b']);
  });
});
