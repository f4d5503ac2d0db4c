import pg from 'pg';

/** An entry of the journal, as far as Kafka is compared with it. */
export interface Committed {
  streamId: string;
  seq: number;
  eventId: string;
  type: string;
}

export interface Journal {
  entries: Committed[];
  /** Streams whose entries are not exactly 1, 2, 3 … up to their head. */
  streamsWithGaps: number;
  /** Rows not published. */
  outbox: number;
  outboxDead: number;
  deadLetters: number;
}

export async function readJournal(databaseUrl: string): Promise<Journal> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const count = async (of: string) =>
      (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${of}`)).rows[0]!.n;
    const { rows } = await client.query<{ stream_id: string; seq: string; event_id: string; type: string }>(
      'SELECT stream_id, seq, event_id, type FROM entries ORDER BY shard, stream_id, seq',
    );
    return {
      entries: rows.map((row) => ({
        streamId: row.stream_id,
        seq: Number(row.seq),
        eventId: row.event_id,
        type: row.type,
      })),
      streamsWithGaps: await count(`(${GAPS}) AS gaps`),
      outbox: await count('outbox'),
      outboxDead: await count('outbox_dead'),
      deadLetters: await count('dead_letters'),
    };
  } finally {
    await client.end();
  }
}

const GAPS = `
  SELECT s.stream_id FROM streams s LEFT JOIN entries e ON e.shard = s.shard AND e.stream_id = s.stream_id
  GROUP BY s.shard, s.stream_id
  HAVING count(e.seq) <> s.last_seq OR count(DISTINCT e.seq) <> s.last_seq OR coalesce(max(e.seq), 0) <> s.last_seq`;
