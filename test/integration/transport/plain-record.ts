import type { OutgoingRecord } from '../../../src/platform/journal/relay/index.js';
import type { EventEnvelope } from '../../../src/shared/event-envelope.js';
import { newId } from '../../../src/shared/ids.js';

/** The first record of a stream, which says nothing. */
export function plainRecord(own: Partial<OutgoingRecord>): OutgoingRecord {
  const empty = { envelope: () => ({}) as EventEnvelope, json: () => '{}' };
  return { module: 'messaging', type: 'sent', key: newId(), seq: 1, ...empty, shard: 0, fencing: 1, ...own };
}
