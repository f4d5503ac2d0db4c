import { readTopics } from '../../../scripts/replay/faults/topics.js';
import type { Recorder } from '../driver/recorder.js';

const PREFIX = 'parley';
const WITHIN_MS = 60_000;

/** Every record of every topic, in the order of its partition. */
export async function readKafka(brokers: string, recorder: Recorder): Promise<void> {
  for (const record of await readTopics(brokers, PREFIX, WITHIN_MS)) recorder.final('record', record);
}
