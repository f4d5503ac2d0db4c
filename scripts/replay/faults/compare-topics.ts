import type { Committed } from './committed.js';
import type { TopicRecord } from './topics.js';

export interface TopicsDifference {
  records: number;
  /** Records that say again what an earlier one of their key said: allowed. */
  repeats: number;
  /** Committed entries that no record carries. */
  missing: number;
  /** First mentions of a number after a higher one of the same key and topic. */
  outOfOrder: number;
  /** Records of no committed entry, or with another id, type or topic than the entry's. */
  strange: number;
  /** Keys that lie in more than one partition of a topic. */
  scattered: number;
}

/** What a reader of the topics may rely on: every entry at least once, one key in one partition and in order. */
export function compareTopics(entries: readonly Committed[], records: readonly TopicRecord[]): TopicsDifference {
  const wanted = new Map(entries.map((entry) => [`${entry.streamId}/${entry.seq}`, entry]));
  const found = new Set<string>();
  const last = new Map<string, number>();
  const partitions = new Map<string, Set<number>>();
  const difference = { records: records.length, repeats: 0, missing: 0, outOfOrder: 0, strange: 0, scattered: 0 };
  for (const { topic, partition, key, seq, id, type } of records) {
    const place = `${topic}/${key}`;
    partitions.set(place, (partitions.get(place) ?? new Set()).add(partition));
    const entry = wanted.get(`${key}/${seq}`);
    if (entry?.eventId !== id || entry.type !== type || !topic.endsWith(`.${type.split('.')[0]}.events`)) {
      difference.strange += 1;
      continue;
    }
    if (found.has(`${key}/${seq}`)) {
      difference.repeats += 1;
      continue;
    }
    found.add(`${key}/${seq}`);
    if (seq < (last.get(place) ?? 0)) difference.outOfOrder += 1;
    last.set(place, Math.max(seq, last.get(place) ?? 0));
  }
  difference.missing = wanted.size - found.size;
  difference.scattered = [...partitions.values()].filter(({ size }) => size > 1).length;
  return difference;
}
