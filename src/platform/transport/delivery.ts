import type { CommittedEntry } from '../journal/entry.js';
import { envelopeOf } from '../journal/relay/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';

/** One record as it reaches consumers. The envelope is opened only when somebody reacts to it, and once. */
export interface Delivery {
  type: string;
  streamId: string;
  seq: number;
  headers: Record<string, string>;
  envelope: () => EventEnvelope;
}

/** Never let a slow or stopping consumer be mistaken for a dead one. */
export interface Pulse {
  /** Waits, keeping the consumer's membership alive. Rejects with `Stopped` when the consumer is asked to end. */
  wait(ms: number): Promise<void>;
  /** To be called between two transactions, each of which may wait for a lock: the batch gets on. Rejects as `wait` does. */
  beat(): Promise<void>;
}

export class Stopped extends Error {
  constructor() {
    super('the consumer is stopping');
  }
}

export const CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

export function deliveryOf(
  open: () => EventEnvelope,
  type: string,
  streamId: string,
  seq: number,
  headers: Record<string, string>,
): Delivery {
  let opened: EventEnvelope | undefined;
  return { type, streamId, seq, headers, envelope: () => (opened ??= open()) };
}

/** The same entry, read from the log in place of a record that did not come. */
export function deliveryFromLog(entry: CommittedEntry): Delivery {
  const { streamId, seq, type, eventId, actorId, aclVersion, payloadJson } = entry;
  const found = { eventId, type, actorId, aclVersion, payloadJson, at: Date.parse(entry.at), age: 0 };
  return deliveryOf(() => envelopeOf(streamId, seq, found), type, streamId, seq, {
    'content-type': CONTENT_TYPE,
    type,
    sequence: String(seq),
  });
}
