import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { connect } from '../lib/postgres.js';
import { faultsInParleyStore, OLDEST_UNPUBLISHED } from './parley-check.js';

let database: FreshDatabase;
let client: pg.Client;
const LOG = '00000000-0000-7000-8000-000000000001';
const SENDER = '00000000-0000-7000-8000-000000000002';

beforeAll(async () => {
  database = await freshDatabase();
  client = await connect(database.url);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Three messages of one log as the append leaves them. */
beforeEach(async () => {
  await client.query('TRUNCATE streams, entries, outbox, outbox_dead, messages RESTART IDENTITY');
  await client.query(
    "INSERT INTO streams (shard, stream_id, kind, last_seq, acl_version) VALUES (7, $1, 'conversation', 3, 1)",
    [LOG],
  );
  await client.query(
    `INSERT INTO entries (shard, stream_id, seq, event_id, type, actor_id, acl_version, payload, occurred_at)
     SELECT 7, $1, g, gen_random_uuid(), 'messaging.message-sent.v1', $2, 1, '{}', now() - interval '2 s' FROM generate_series(1, 3) g`,
    [LOG, SENDER],
  );
  await client.query(
    `INSERT INTO messages (shard, conversation_id, seq, message_id, sender_id, client_message_id, body, mentions, mentions_all, sent_at)
     SELECT 7, $1, g, gen_random_uuid(), $2, gen_random_uuid(), 'b', '{}', false, now() FROM generate_series(1, 3) g`,
    [LOG, SENDER],
  );
  await client.query('INSERT INTO outbox (shard, stream_id, seq) SELECT 7, $1, g FROM generate_series(1, 3) g', [LOG]);
});

const faults = (): Promise<string[]> => faultsInParleyStore(client, true);

it('finds nothing in a sound store, published or not', async () => {
  expect(await faults()).toEqual([]);
  await client.query('DELETE FROM outbox');
  expect(await faults()).toEqual([]);
});

it.each([
  ['DELETE FROM messages WHERE seq = 2', ['2 messages but 3 entries of messages']],
  [
    'DELETE FROM entries WHERE seq = 2',
    [
      '3 messages but 2 entries of messages',
      '2 entries but 3 numbers given',
      '1 logs with a gap',
      '2 entries but 3 outbox rows written',
    ],
  ],
  ['UPDATE streams SET last_seq = 4', ['3 entries but 4 numbers given']],
  ["SELECT setval('outbox_id_seq', 2)", ['3 entries but 2 outbox rows written']],
  [
    "INSERT INTO outbox_dead (shard, id, stream_id, seq, error) SELECT shard, id, stream_id, seq, 'e' FROM outbox LIMIT 1",
    ['1 dead outbox rows'],
  ],
])('sees what %s broke', async (damage, expected) => {
  await client.query(damage);
  expect(await faults()).toEqual(expected);
});

it('tells the age of the oldest unpublished entry, and nothing when all are published', async () => {
  const lag = async (): Promise<number> => (await client.query<{ lag: number }>(OLDEST_UNPUBLISHED)).rows[0]!.lag;
  expect(await lag()).toBeGreaterThanOrEqual(2000);
  await client.query('DELETE FROM outbox');
  expect(await lag()).toBe(0);
});
