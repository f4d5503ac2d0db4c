import { newId } from '../../shared/ids.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import type { Tx } from '../database/database.js';
import { shardOf } from '../journal/shard.js';
import type { Delivery } from './delivery.js';

/** A row of `dead_letters`, as the desk and the commands see it. */
export interface DeadLetter {
  id: string;
  consumer: string;
  stream_id: string;
  seq: number;
  type: string;
  headers: Record<string, string>;
  envelope: EventEnvelope;
  error: string;
  attempts: number;
  died_at: Date;
}

/** What an operator sees of an error; the log has the rest. */
const ERROR_CHARACTERS = 4_000;

export interface NewDeadLetter {
  consumer: string;
  delivery: Delivery;
  error: string;
  attempts: number;
}

export async function storeDeadLetter(tx: Tx, { consumer, delivery, error, attempts }: NewDeadLetter): Promise<void> {
  const { streamId, seq, type, headers } = delivery;
  await tx.query(
    `INSERT INTO dead_letters (id, consumer, shard, stream_id, seq, type, headers, envelope, error, attempts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (consumer, stream_id, seq) DO NOTHING`,
    [
      newId(),
      consumer,
      shardOf(streamId),
      streamId,
      seq,
      type,
      JSON.stringify(headers),
      JSON.stringify(delivery.envelope()),
      error.slice(0, ERROR_CHARACTERS),
      attempts,
    ],
  );
}
