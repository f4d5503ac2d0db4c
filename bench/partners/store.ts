import type pg from 'pg';

/** One message as the bare partners store it. */
export interface BareMessage {
  conversation: number;
  sender: number;
  clientId: string;
  body: string;
}

/**
 * The least a durable chat server can write per message: the conversation's number, the message, the outbox row. The same unique keys as a real
 * one (number per conversation, client id per sender), no authorisation, no validation, nobody who drains the outbox.
 */
export const SCHEMA = `
DROP TABLE IF EXISTS outbox, messages, conversations;
CREATE TABLE conversations (id int PRIMARY KEY, last_seq bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
CREATE TABLE messages (
  conversation_id int NOT NULL, seq bigint NOT NULL, sender_id int NOT NULL, client_id uuid NOT NULL, body text NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (conversation_id, seq), UNIQUE (sender_id, client_id));
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, conversation_id int NOT NULL, seq bigint NOT NULL, payload jsonb NOT NULL);
INSERT INTO conversations (id) SELECT generate_series(0, 1999);`;

const PAYLOAD = (sender: string, clientId: string, body: string): string =>
  `jsonb_build_object('senderId', ${sender}, 'clientId', ${clientId}, 'body', ${body})`;

const ONE = `
WITH numbered AS (UPDATE conversations SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq AS seq),
stored AS (INSERT INTO messages (conversation_id, seq, sender_id, client_id, body) SELECT $1, seq, $2, $3, $4 FROM numbered)
INSERT INTO outbox (conversation_id, seq, payload) SELECT $1, seq, ${PAYLOAD('$2::int', '$3::uuid', '$4::text')} FROM numbered RETURNING seq`;

const MANY = `
WITH given AS (
  SELECT * FROM unnest($1::int[], $2::int[], $3::uuid[], $4::text[]) WITH ORDINALITY AS g (conversation, sender, client_id, body, place)),
wanted AS (SELECT conversation, count(*) AS messages FROM given GROUP BY conversation),
raised AS (
  UPDATE conversations c SET last_seq = c.last_seq + w.messages FROM wanted w WHERE c.id = w.conversation
  RETURNING c.id, c.last_seq - w.messages AS before),
numbered AS (
  SELECT g.*, r.before + row_number() OVER (PARTITION BY g.conversation ORDER BY g.place) AS seq FROM given g JOIN raised r ON r.id = g.conversation),
stored AS (
  INSERT INTO messages (conversation_id, seq, sender_id, client_id, body) SELECT conversation, seq, sender, client_id, body FROM numbered),
queued AS (
  INSERT INTO outbox (conversation_id, seq, payload) SELECT conversation, seq, ${PAYLOAD('sender', 'client_id', 'body')} FROM numbered)
SELECT seq FROM numbered ORDER BY place`;

/** Stores one message durably and answers with its number. */
export type Store = (message: BareMessage) => Promise<number>;

export function oneStatementPerMessage(pool: pg.Pool): Store {
  return async (m) => {
    const { rows } = await pool.query<{ seq: string }>({
      name: 'one',
      text: ONE,
      values: [m.conversation, m.sender, m.clientId, m.body],
    });
    return Number(rows[0]!.seq);
  };
}

interface Waiting {
  message: BareMessage;
  resolve: (seq: number) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit in one lane: what arrives while a statement is under way is the next statement; no timer, and a batch of one takes the plain statement.
 * One lane, so that no two batches can lock the same conversations in different orders.
 */
export function groupCommit(pool: pg.Pool, largest = 500): Store {
  const one = oneStatementPerMessage(pool);
  let waiting: Waiting[] = [];
  let running = false;
  const commit = async (batch: Waiting[]): Promise<void> => {
    try {
      if (batch.length === 1) return batch[0]!.resolve(await one(batch[0]!.message));
      const column = <K extends keyof BareMessage>(key: K): BareMessage[K][] => batch.map((w) => w.message[key]);
      const values = [column('conversation'), column('sender'), column('clientId'), column('body')];
      const { rows } = await pool.query<{ seq: string }>({ name: 'many', text: MANY, values });
      batch.forEach((w, i) => w.resolve(Number(rows[i]!.seq)));
    } catch (error) {
      for (const w of batch) w.reject(error);
    }
  };
  const run = async (): Promise<void> => {
    while (waiting.length) {
      const batch = waiting.slice(0, largest);
      waiting = waiting.slice(largest);
      await commit(batch);
    }
    running = false;
  };
  return (message) =>
    new Promise<number>((resolve, reject) => {
      waiting.push({ message, resolve, reject });
      if (running) return;
      running = true;
      setImmediate(() => void run());
    });
}
