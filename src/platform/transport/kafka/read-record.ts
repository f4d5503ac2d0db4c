import type { KafkaMessage } from 'kafkajs';
import type { EventEnvelope } from '../../../shared/event-envelope.js';
import { isId } from '../../../shared/ids.js';
import { deliveryOf, type Delivery } from '../delivery.js';

/**
 * The record as a delivery, or null where it is none of ours: whoever may write to the topic may write anything. The
 * envelope is opened, and held against key and headers, only where somebody reacts to the type.
 */
export function readRecord(
  { key, value, headers: raw }: KafkaMessage,
  wanted: (type: string) => boolean,
): Delivery | null {
  const headers = Object.fromEntries(Object.entries(raw ?? {}).map(([name, text]) => [name, String(text)]));
  const streamId = String(key);
  const [type, seq] = [headers['type'], Number(headers['sequence'])];
  if (value === null || !type || !isId(streamId) || !Number.isSafeInteger(seq) || seq < 1) return null;
  const delivery = deliveryOf(() => JSON.parse(value.toString()) as EventEnvelope, type, streamId, seq, headers);
  return !wanted(type) || agrees(delivery) ? delivery : null;
}

function agrees({ type, streamId, seq, envelope }: Delivery): boolean {
  try {
    const stated: EventEnvelope = envelope();
    return stated.type === type && stated.subject === streamId && stated.sequence === String(seq);
  } catch {
    return false;
  }
}
