import { afterAll, beforeAll, expect, it } from 'vitest';
import { republish } from '../../../src/platform/journal/relay/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openStorage, type Storage } from '../../support/storage.js';

let node: Storage;

beforeAll(async () => {
  node = await openStorage((await freshDatabase()).url);
});
afterAll(() => node.close());

const outbox = async (streamId: string) =>
  (await node.database.hot.query('SELECT seq FROM outbox WHERE stream_id = $1 ORDER BY id', [streamId])).rows.map(
    ({ seq }) => seq as number,
  );

it('brings what is still to be published into the order of the log, each entry once', async () => {
  const lane = node.journal.lane(null);
  const [streamId, actorId] = [newId(), newId()];
  await node.database.transaction((tx) => node.journal.open(tx, 'conversation', streamId));
  const item = { kind: 'conversation', streamId, type: 'messaging.message-sent.v1', actorId, aclVersion: 0 } as const;
  for (let i = 0; i < 6; i++) await lane.append({ ...item, payload: { i } });
  // 1 to 4 were published, and Kafka lost them; 5 and 6 wait.
  await node.database.hot.query('DELETE FROM outbox WHERE stream_id = $1 AND seq < 5', [streamId]);
  await node.database.transaction((tx) => republish(tx, new Date(0)));
  expect(await outbox(streamId)).toEqual([1, 2, 3, 4, 5, 6]);
});
