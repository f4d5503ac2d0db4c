import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { faultsInBareStore } from './check.js';
import { groupCommit, oneStatementPerMessage, SCHEMA, type BareMessage } from './store.js';

let database: FreshDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4, options: '-c search_path=bare' });
  await pool.query('CREATE SCHEMA bare');
});
beforeEach(async () => void (await pool.query(SCHEMA)));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const message = (conversation: number): BareMessage => ({
  conversation,
  sender: 1,
  clientId: crypto.randomUUID(),
  body: 'b',
});

it.each([
  ['group commit', groupCommit],
  ['one statement per message', oneStatementPerMessage],
])('%s numbers each conversation without a gap and answers each message with its own number', async (_name, make) => {
  const store = make(pool);
  const messages = Array.from({ length: 60 }, (_, i) => message(i % 3));
  const seqs = await Promise.all(messages.map((m) => store(m)));
  expect(await faultsInBareStore(pool)).toEqual([]);
  const { rows } = await pool.query<{ client_id: string; seq: string }>('SELECT client_id, seq FROM messages');
  expect(new Map(rows.map((r) => [r.client_id, Number(r.seq)]))).toEqual(
    new Map(messages.map((m, i) => [m.clientId, seqs[i]])),
  );
});

it('sees a gap and a missing outbox row', async () => {
  const store = oneStatementPerMessage(pool);
  for (let i = 0; i < 3; i++) await store(message(5));
  await pool.query('DELETE FROM messages WHERE seq = 2');
  expect(await faultsInBareStore(pool)).toEqual([
    '2 messages but 3 outbox rows',
    '2 messages but 3 numbers given',
    '1 conversations with a gap',
  ]);
});
