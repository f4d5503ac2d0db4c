import pg from 'pg';
import type { Stack } from '../../parts/stack.js';
import { until } from '../../parts/until.js';
import { kafkaClient, lags } from './topics.js';

/**
 * Waits until nothing moves any more: outbox empty and every record consumed, with no new entry meanwhile, for what
 * consumers do makes entries of its own. Answers what is still behind, per consumer group.
 */
export async function settle(stack: Stack, withinMs: number): Promise<Record<string, number>> {
  const database = new pg.Client(stack.postgres.url);
  const admin = kafkaClient(stack.kafka.brokers).admin();
  await Promise.all([database.connect(), admin.connect()]);
  let behind: Record<string, number> = {};
  const rows = async () => {
    const counts =
      'SELECT (SELECT count(*) FROM entries)::int AS entries, (SELECT count(*) FROM outbox)::int AS outbox';
    return (await database.query<{ entries: number; outbox: number }>(counts)).rows[0]!;
  };
  try {
    await until('everything is published and consumed', withinMs, async () => {
      const before = await rows();
      behind = await lags(admin, 'parley');
      const after = await rows();
      const still = before.outbox + after.outbox + Object.keys(behind).length === 0;
      return still && before.entries === after.entries;
    }).catch(() => undefined);
    return behind;
  } finally {
    await Promise.all([database.end(), admin.disconnect()]);
  }
}
