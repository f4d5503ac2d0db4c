import type { EventEnvelope } from '../../../shared/event-envelope.js';

/** The entry of an outbox row. */
export interface OutboxEntry {
  eventId: string;
  type: string;
  actorId: string;
  aclVersion: number;
  payloadJson: string;
  /** Milliseconds since 1970, by the database's clock. */
  at: number;
  /** Milliseconds since its commit, when it was read. */
  age: number;
}

export interface OutboxRow {
  shard: number;
  id: number;
  streamId: string;
  seq: number;
  attempts: number;
  /** Null where the log no longer has it. */
  entry: OutboxEntry | null;
}

/** `type` of what is published in place of an entry that never could be: its number, so that readers see no gap. */
export const TOMBSTONE = 'journal.unpublished.v1';

/** What is published of an entry. */
export function envelopeOf(streamId: string, seq: number, entry: OutboxEntry): EventEnvelope {
  return { ...attributes(streamId, seq, entry), data: JSON.parse(entry.payloadJson) as unknown };
}

/** The same as JSON text. The payload is spliced in as it was committed, never parsed on the way. */
export function envelopeJson(streamId: string, seq: number, entry: OutboxEntry): string {
  return `${JSON.stringify(attributes(streamId, seq, entry)).slice(0, -1)},"data":${entry.payloadJson}}`;
}

/** What is published for a row that was given up; `data.type` is the lost entry's type where it is known. */
export function tombstoneOf({ streamId, seq, entry }: OutboxRow): EventEnvelope {
  const { eventId = `${streamId}/${seq}`, actorId = streamId, aclVersion = 0, at = 0 } = entry ?? {};
  const stated = attributes(streamId, seq, { eventId, type: TOMBSTONE, actorId, aclVersion, at });
  return { ...stated, data: { type: entry?.type ?? null } };
}

function attributes(
  streamId: string,
  seq: number,
  entry: Omit<OutboxEntry, 'payloadJson' | 'age'>,
): Omit<EventEnvelope, 'data'> {
  return {
    specversion: '1.0',
    id: entry.eventId,
    type: entry.type,
    source: '/parley',
    subject: streamId,
    sequence: String(seq),
    time: new Date(entry.at).toISOString(),
    datacontenttype: 'application/json',
    actorid: entry.actorId,
    aclversion: entry.aclVersion,
  };
}
