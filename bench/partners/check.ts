import type pg from 'pg';

/** What is wrong with what the bare partners stored; empty when messages = outbox rows and every conversation's numbers run 1..n. */
export async function faultsInBareStore(client: pg.Client | pg.Pool): Promise<string[]> {
  const { rows } = await client.query<{ messages: string; outbox: string; numbers: string; gaps: string }>(`
    SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM outbox) AS outbox, (SELECT sum(last_seq) FROM conversations) AS numbers,
      (SELECT count(*) FROM (SELECT 1 FROM messages GROUP BY conversation_id HAVING max(seq) <> count(*) OR min(seq) <> 1) AS broken) AS gaps`);
  const row = rows[0]!;
  // The driver gives counts as strings or numbers, as its parsers are set.
  const [messages, outbox, numbers, gaps] = [row.messages, row.outbox, row.numbers, row.gaps].map((n) =>
    Number(n ?? 0),
  );
  const faults: string[] = [];
  if (messages !== outbox) faults.push(`${messages} messages but ${outbox} outbox rows`);
  if (messages !== numbers) faults.push(`${messages} messages but ${numbers} numbers given`);
  if (gaps !== 0) faults.push(`${gaps} conversations with a gap`);
  return faults;
}
