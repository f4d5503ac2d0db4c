import pg from 'pg';
import { expect, it } from 'vitest';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { Recorder } from '../driver/recorder.js';
import type { HistoryWriter, Unstamped } from '../history/index.js';
import { readDatabase } from './database.js';
import { fromPart, readParts } from './parts.js';

function recording() {
  const lines: Unstamped[] = [];
  const writer = { write: (line: Unstamped) => void lines.push(line) } as unknown as HistoryWriter;
  return { recorder: new Recorder(writer), ops: () => lines.map(({ op }) => op), lines };
}

it('is noted of a part that is away, and nothing is read that is held against what it has', async () => {
  const { recorder, lines } = recording();
  const nowhere = { databaseUrl: 'postgres://me@127.0.0.1:1/none', brokers: '127.0.0.1:1' };
  await readParts(nowhere, { conversations: [], users: [] }, recorder);
  expect(lines).toMatchObject([
    { op: 'no-answer', process: 'the database', result: { what: 'the question for its logs', promised: false } },
  ]);
});

it('is not said of a part where the checker makes a mistake', async () => {
  const { recorder, ops } = recording();
  const mistake = () => Promise.reject(new TypeError('a bug'));
  await expect(fromPart(recorder, 'Kafka', 'it', mistake)).rejects.toThrow('a bug');
  expect(ops()).toEqual([]);
});

await describeWith('postgres', 'the logs of the database', () => {
  it('are noted as a whole or not at all', async () => {
    const { url } = await freshDatabase();
    const client = new pg.Client(url);
    await client.connect();
    const streamId = newId();
    const insert = 'INSERT INTO streams (shard, stream_id, kind, last_seq, acl_version) VALUES (0, $1, $2, 0, 0)';
    await client.query(insert, [streamId, 'conversation']);
    const { recorder, ops } = recording();
    const wanted = { conversations: [streamId], users: [] };
    await client.query('ALTER TABLE sign_in_history RENAME TO elsewhere');
    await expect(readDatabase(url, wanted, recorder)).rejects.toThrow('sign_in_history');
    expect(ops()).toEqual([]);
    await client.query('ALTER TABLE elsewhere RENAME TO sign_in_history');
    await readDatabase(url, wanted, recorder);
    expect(ops()).toEqual(['epoch', 'stream', 'all-read', 'all-read']);
    await client.end();
  });

  it('come with what was kept of who read what, of these users alone', async () => {
    const { url } = await freshDatabase();
    const client = new pg.Client(url);
    await client.connect();
    const [userId, conversationId] = [newId(), newId()];
    const insert = `INSERT INTO receipt_history (shard, conversation_id, user_id, delivered_seq, read_seq, at)
      SELECT 0, $1, unnest($2::uuid[]), 5, 3, now()`;
    await client.query(insert, [conversationId, [userId, newId()]]);
    const { recorder, lines } = recording();
    await readDatabase(url, { conversations: [], users: [userId] }, recorder);
    const rows = lines.filter(({ op }) => op === 'receipt-row');
    expect(rows).toMatchObject([{ result: { userId, conversationId, deliveredSeq: 5, readSeq: 3 } }]);
    await client.end();
  });
});
