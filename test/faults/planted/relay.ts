import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../../src/platform/database/index.js';
import { SHARDS } from '../../../src/platform/journal/index.js';
import {
  type OutboxRow,
  OutboxWriter,
  PendingRowsReader,
  ShardLeases,
} from '../../../src/platform/journal/relay/index.js';
import { patch } from './patch.js';

interface Reader {
  read(shards: readonly number[], limit: number): Promise<OutboxRow[]>;
  database: Database;
}

/** Reads on from the highest row it has seen: what commits below it later is never published. */
export function relayById(): void {
  const last = new WeakMap<object, number>();
  patch<Reader, 'read'>(PendingRowsReader, 'read', (original) => {
    return async function (this: Reader, shards: readonly number[], limit: number) {
      const from = last.get(this) ?? 0;
      const rows = (await original.call(this, shards, limit)).filter(({ id }) => id > from);
      last.set(this, Math.max(from, ...rows.map(({ id }) => id)));
      return rows;
    };
  });
}

const TAKE = `
  WITH o AS (DELETE FROM outbox WHERE (shard, id) IN (
    SELECT shard, id FROM outbox ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED) RETURNING *)
  SELECT o.shard, o.id, o.stream_id AS "streamId", o.seq, o.attempts, json_build_object('eventId', e.event_id, 'type', e.type,
    'actorId', e.actor_id, 'aclVersion', e.acl_version, 'payloadJson', e.payload::text,
    'at', (extract(epoch FROM e.occurred_at) * 1000)::bigint, 'age', 0) AS entry
  FROM o JOIN entries e ON e.shard = o.shard AND e.stream_id = o.stream_id AND e.seq = o.seq ORDER BY o.id`;

/** Every node takes what no other is just taking: rows of one stream are on their way in two hands, and the later may be the quicker. */
export function relaySkipLocked(): void {
  const everything = new Map(Array.from({ length: SHARDS }, (_, shard) => [shard, 1]));
  patch<Pick<ShardLeases, 'current'>, 'current'>(ShardLeases, 'current', () => () => everything);
  patch<Pick<OutboxWriter, 'settle'>, 'settle'>(OutboxWriter, 'settle', () => async (rows) => rows.length);
  patch<Reader, 'read'>(PendingRowsReader, 'read', () => {
    return async function (this: Reader) {
      const rows = await this.database.named<OutboxRow>('planted-take', TAKE, []);
      if (rows.length > 0) await delay(Math.random() * 60);
      return rows;
    };
  });
}
