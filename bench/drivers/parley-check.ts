import type pg from 'pg';

const QUERY = `
SELECT (SELECT count(*) FROM messages) AS messages,
  (SELECT count(*) FROM entries WHERE type = 'messaging.message-sent.v1') AS message_entries,
  (SELECT count(*) FROM entries) AS entries,
  (SELECT sum(last_seq) FROM streams) AS numbers,
  (SELECT count(*) FROM (
    SELECT 1 FROM entries GROUP BY shard, stream_id HAVING max(seq) <> count(*) OR min(seq) <> 1 OR count(DISTINCT seq) <> count(*)) AS broken) AS gaps,
  (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM outbox_id_seq) AS outbox_ids,
  (SELECT count(*) FROM outbox_dead) AS dead`;

/**
 * What the relay has yet to publish, as age in milliseconds of the oldest entry; 0 when it is up to date. One probe per shard, so that asking costs the
 * same whatever the backlog.
 */
export const OLDEST_UNPUBLISHED = `
SELECT coalesce(extract(epoch FROM clock_timestamp() - min(e.occurred_at)) * 1000, 0)::float8 AS lag
FROM generate_series(0, 63) AS s (shard)
CROSS JOIN LATERAL (SELECT * FROM outbox o WHERE o.shard = s.shard ORDER BY o.id LIMIT 1) AS o
CROSS JOIN LATERAL (
  SELECT occurred_at FROM entries e WHERE e.shard = o.shard AND e.stream_id = o.stream_id AND e.seq = o.seq LIMIT 1) AS e`;

/**
 * What is wrong with what the product stored since its database was made. Outbox rows leave once published, so those ever written are counted by
 * the ids given out; a rolled-back append gives out ids too, so fewer than entries is a missing row and more is told only when `exact`.
 */
export async function faultsInParleyStore(client: pg.Client, exact: boolean): Promise<string[]> {
  const { rows } = await client.query<Record<string, string | null>>(QUERY);
  const count = Object.fromEntries(
    Object.entries(rows[0]!).map(([name, value]) => [name, Number(value ?? 0)]),
  ) as Record<string, number>;
  const faults: string[] = [];
  if (count['messages'] !== count['message_entries'])
    faults.push(`${count['messages']} messages but ${count['message_entries']} entries of messages`);
  if (count['entries'] !== count['numbers'])
    faults.push(`${count['entries']} entries but ${count['numbers']} numbers given`);
  if (count['gaps']) faults.push(`${count['gaps']} logs with a gap`);
  const missing = count['entries']! - count['outbox_ids']!;
  if (missing > 0 || (exact && missing !== 0))
    faults.push(`${count['entries']} entries but ${count['outbox_ids']} outbox rows written`);
  if (count['dead']) faults.push(`${count['dead']} dead outbox rows`);
  return faults;
}
