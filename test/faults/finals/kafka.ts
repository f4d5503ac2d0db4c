import { readTopics } from '../../../scripts/replay/faults/topics.js';
import type { Recorder } from '../driver/recorder.js';

/** The key of records that a fault puts among ours, and that are none. */
export const STRANGER = 'stranger';

const PREFIX = 'parley';
const WITHIN_MS = 60_000;

/** Every record of every topic, in the order of its partition. */
export async function readKafka(brokers: string, recorder: Recorder): Promise<void> {
  for (const record of await readTopics(brokers, PREFIX, WITHIN_MS)) {
    if (record.key !== STRANGER) recorder.final('record', record);
  }
  recorder.final('all-read', { what: 'records' });
}
