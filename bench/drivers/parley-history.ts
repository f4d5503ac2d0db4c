import type pg from 'pg';
import { shardOf } from '../../src/platform/journal/index.js';
import { newId } from '../../src/shared/ids.js';
import { connect } from '../lib/postgres.js';

/** Half a thousand a client may be behind and still be told the whole range. */
const LOGGED = 1000;
const BACKGROUND_LENGTH = 1000;
const AT_ONCE = 100;
const UNREAD = 20;

export interface History {
  /** Messages in all. */
  messages: number;
  /** Conversations that the load uses; a fifth of the messages lies in them, evenly. */
  conversationIds: readonly string[];
}

/** Only its indexes make the writing of millions of rows slow: they are made anew afterwards, as the migration makes them. */
const DROP_INDEXES = 'DROP INDEX messages_client_id; ALTER TABLE messages DROP CONSTRAINT messages_pkey;';
const MAKE_INDEXES = `
  ALTER TABLE messages ADD PRIMARY KEY (shard, conversation_id, seq);
  CREATE UNIQUE INDEX messages_client_id ON messages (shard, conversation_id, sender_id, client_message_id);`;

/** $1 shards, $2 conversations, $3 senders, $4 how many, $5 the number before the first. A message a minute, the last one now. */
const MESSAGES = `
  INSERT INTO messages (shard, conversation_id, seq, message_id, sender_id, client_message_id, body, mentions, mentions_all, sent_at)
  SELECT c.shard, c.id, c.before + n, gen_random_uuid(), c.sender, gen_random_uuid(), repeat(md5(n::text), 6), '{}', false,
    now() - make_interval(mins => ($4 - n)::int)
  FROM unnest($1::smallint[], $2::uuid[], $3::uuid[], $5::bigint[]) AS c (shard, id, sender, before), generate_series(1, $4::int) AS n`;
const STREAMS = `
  INSERT INTO streams (shard, stream_id, kind, last_seq, acl_version) SELECT s, id, 'conversation', $3::bigint, 1 FROM unnest($1::smallint[], $2::uuid[]) AS c (s, id)`;
const CONVERSATIONS = `
  INSERT INTO conversations (shard, id, kind, history_visibility, created_by, created_at, member_count, acl_version)
  SELECT s, id, 'direct', 'joined', sender, now(), 2, 1 FROM unnest($1::smallint[], $2::uuid[], $3::uuid[]) AS c (s, id, sender)`;
const MEMBERS = `
  INSERT INTO members (shard, conversation_id, user_id, role, joined_seq, joined_at)
  SELECT s, id, unnest(ARRAY[sender, gen_random_uuid()]), 'member', 0, now() FROM unnest($1::smallint[], $2::uuid[], $3::uuid[]) AS c (s, id, sender)`;

/** What the log still keeps of messages that old: the newest of each conversation. */
const ENTRIES = `
  INSERT INTO entries (shard, stream_id, seq, event_id, type, actor_id, acl_version, payload, occurred_at)
  SELECT c.shard, c.id, m.seq, gen_random_uuid(), 'messaging.message-sent.v1', m.sender_id, s.acl_version, json_build_object('messageId', m.message_id,
    'clientMessageId', m.client_message_id, 'body', m.body, 'replyToSeq', NULL, 'mentions', '[]'::json, 'mentionsAll', false), m.sent_at
  FROM unnest($1::smallint[], $2::uuid[]) AS c (shard, id) JOIN streams s ON s.shard = c.shard AND s.stream_id = c.id
  CROSS JOIN LATERAL (
    SELECT * FROM messages m WHERE m.shard = c.shard AND m.conversation_id = c.id AND m.seq > s.last_seq - $3) AS m`;
const POINTERS = `
  INSERT INTO pointers (shard, user_id, conversation_id, delivered_seq, read_seq, moved_at)
  SELECT p.shard, p.user_id, m.conversation_id, s.last_seq, s.last_seq - $3, now()
  FROM unnest($1::smallint[], $2::uuid[]) AS p (shard, user_id) JOIN members m USING (user_id)
  JOIN streams s ON s.shard = m.shard AND s.stream_id = m.conversation_id
  ON CONFLICT (shard, user_id, conversation_id) DO UPDATE SET delivered_seq = EXCLUDED.delivered_seq, read_seq = EXCLUDED.read_seq`;

/**
 * Fills a migrated database with messages as years of use leave them, faster than anybody can send: rows straight into the tables while nobody is
 * connected. The log holds the newest thousand entries of each conversation in use, their members have read up to the last twenty messages. A server
 * that ran before must be started anew.
 */
export async function fillHistory(url: string, { messages, conversationIds }: History): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(DROP_INDEXES);
    await fillUsed(client, conversationIds, Math.round(messages / 5 / conversationIds.length));
    const background = Math.round((messages * 0.8) / BACKGROUND_LENGTH);
    for (let done = 0; done < background; done += AT_ONCE)
      await fillOthers(client, Math.min(AT_ONCE, background - done));
    await client.query(MAKE_INDEXES);
    await client.query(ENTRIES, [conversationIds.map(shardOf), conversationIds, LOGGED]);
    await readAll(client);
    await client.query('VACUUM ANALYZE messages, entries, streams, members, conversations, pointers');
  } finally {
    await client.end();
  }
}

async function fillUsed(client: pg.Client, ids: readonly string[], each: number): Promise<void> {
  const { rows } = await client.query<{ id: string; sender: string; head: string }>(
    `SELECT s.stream_id AS id, s.last_seq AS head, (SELECT m.user_id FROM members m WHERE m.shard = s.shard AND m.conversation_id = s.stream_id LIMIT 1) AS sender
     FROM streams s WHERE s.stream_id = ANY ($1)`,
    [ids],
  );
  const values = [rows.map((r) => shardOf(r.id)), rows.map((r) => r.id), rows.map((r) => r.sender)];
  await client.query(MESSAGES, [...values, each, rows.map((r) => r.head)]);
  await client.query('UPDATE streams SET last_seq = last_seq + $2 WHERE stream_id = ANY ($1)', [ids, each]);
}

async function fillOthers(client: pg.Client, count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => newId());
  const shards = ids.map(shardOf);
  const senders = ids.map(() => newId());
  await client.query(MESSAGES, [shards, ids, senders, BACKGROUND_LENGTH, ids.map(() => 0)]);
  await client.query(STREAMS, [shards, ids, BACKGROUND_LENGTH]);
  await client.query(CONVERSATIONS, [shards, ids, senders]);
  await client.query(MEMBERS, [shards, ids, senders]);
}

/** Everybody with an account has read all but the last twenty messages of their conversations. */
export async function readAll(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM accounts');
  await client.query(POINTERS, [rows.map((r) => shardOf(r.id)), rows.map((r) => r.id), UNREAD]);
}

const HEADS = `
  SELECT c.shard, c.id, s.last_seq AS head FROM unnest($1::smallint[], $2::uuid[]) AS c (shard, id)
  JOIN streams s ON s.shard = c.shard AND s.stream_id = c.id`;
const GAPS = `
  SELECT count(*) AS n FROM unnest($1::smallint[], $2::uuid[], $3::bigint[]) AS c (shard, id, head)
  JOIN streams s ON s.shard = c.shard AND s.stream_id = c.id
  WHERE s.last_seq - c.head <> (SELECT count(*) FROM messages m WHERE m.shard = c.shard AND m.conversation_id = c.id AND m.seq > c.head)
    OR s.last_seq - c.head <> (SELECT count(*) FROM entries e WHERE e.shard = c.shard AND e.stream_id = c.id AND e.seq > c.head)`;

/** Where conversations that only get messages stood, and whether each number since is one entry and one message. */
export class HeadsThen {
  private constructor(private readonly rows: readonly { shard: number; id: string; head: string }[]) {}

  static async read(client: pg.Client, ids: readonly string[]): Promise<HeadsThen> {
    const { rows } = await client.query<{ shard: number; id: string; head: string }>(HEADS, [ids.map(shardOf), ids]);
    return new HeadsThen(rows);
  }

  async faults(client: pg.Client): Promise<string[]> {
    const { rows } = this;
    const { rows: found } = await client.query<{ n: string }>(GAPS, [
      rows.map((r) => r.shard),
      rows.map((r) => r.id),
      rows.map((r) => r.head),
    ]);
    const broken = Number(found[0]!.n);
    return broken ? [`${broken} conversations where numbers, entries and messages differ`] : [];
  }
}
