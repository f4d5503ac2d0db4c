import pg from 'pg';
import type { Web } from './web.js';

const STORE = `INSERT INTO messages
    (shard, conversation_id, seq, message_id, sender_id, client_message_id, body, mentions, mentions_all, sent_at)
  SELECT s.shard, s.stream_id, s.last_seq + b.n, gen_random_uuid(), $2, gen_random_uuid(), b.body, '{}', false,
    now() - (array_length($3::text[], 1) - b.n) * interval '20 s'
  FROM streams s, unnest($3::text[]) WITH ORDINALITY b (body, n) WHERE s.stream_id = $1 AND s.kind = 'conversation'`;
const MOVE_HEAD = `UPDATE streams SET last_seq = last_seq + $2 WHERE stream_id = $1 AND kind = 'conversation' RETURNING last_seq`;

/**
 * A history that would take hours to write: messages that are read by pages, without the log entries that only matter to
 * who was there. Answers the number of the last one.
 */
export async function seedHistory(
  web: Web,
  conversationId: string,
  authorId: string,
  bodies: string[],
): Promise<number> {
  const client = new pg.Client({ connectionString: web.database });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(STORE, [conversationId, authorId, bodies]);
    const { rows } = await client.query<{ last_seq: string }>(MOVE_HEAD, [conversationId, bodies.length]);
    await client.query('COMMIT');
    return Number(rows[0]!.last_seq);
  } finally {
    await client.end();
  }
}
