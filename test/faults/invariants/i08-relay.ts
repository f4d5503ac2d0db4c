import type { Finals } from '../history/index.js';
import { type Finding, type Invariant, looked, short, type Tally, type World } from './invariant.js';

type Row = Finals['entry'];
type Record = Finals['record'];

/** Stands for an entry that could not be published yet: its number, without content. What is given up has been replayed at the end. */
const TOMBSTONE = 'journal.unpublished.v1';

const REST = 'what is left at rest';
const RECORDS = 'records in Kafka';

export const I8: Invariant = {
  id: 'I8',
  sentence:
    'At rest the outbox is empty, everything committed is published, and a key’s records lie in one partition in order',
  unit: 'looks',
  parts: [REST, RECORDS],
  needsDatabase: true,
  *check(world, tally) {
    yield* rest(world, tally);
    const records = world.history.results('record');
    // Without Kafka nobody has read any.
    const read = world.history.results('all-read').some(({ what }) => what === 'records');
    if (records.length === 0 && !read) return;
    yield* compared(world, records, tally);
  },
};

function* rest({ history }: World, tally: Tally): Iterable<Finding> {
  for (const line of history.finals('rest')) {
    looked(tally, REST);
    const { outbox, outboxDead, behind } = line.result;
    const left: Array<[string, number]> = [
      ['rows left in the outbox', outbox],
      ['rows given up by the relay', outboxDead],
      ...Object.entries(behind).map(([group, n]): [string, number] => [`records that ${group} has not got to`, n]),
    ];
    for (const [what, n] of left) {
      if (n === 0) continue;
      yield { anomaly: 'lost relay', says: `${what}: ${n}`, numbers: { left: n }, focus: { lines: [line] } };
    }
  }
}

function* compared(world: World, records: readonly Record[], tally: Tally): Iterable<Finding> {
  const { logs } = world.model;
  const wanted = new Map<string, Row>();
  for (const streams of [logs.conversations, logs.users, logs.accounts]) {
    for (const { entries } of streams.values()) {
      for (const entry of entries) wanted.set(`${entry.streamId}/${entry.seq}`, entry);
    }
  }
  const found = new Set<string>();
  const published = new Set<string>();
  const last = new Map<string, number>();
  const partitions = new Map<string, number>();
  for (const record of records) {
    looked(tally, RECORDS);
    const id = `${record.key}/${record.seq}`;
    const place = `${record.topic}/${record.key}`;
    const entry = wanted.get(id);
    const here = partitions.get(place) ?? record.partition;
    partitions.set(place, here);
    if (here !== record.partition)
      yield wrong('reordered relay', record, 'lies in another partition than the ones before');
    if (!entry || entry.eventId !== record.id || (entry.type !== record.type && record.type !== TOMBSTONE)) {
      if (!replaced(world)) yield wrong('phantom', record, 'is no entry of the log');
      continue;
    }
    if (record.type !== TOMBSTONE) published.add(id);
    if (found.has(id)) continue;
    found.add(id);
    if (record.seq < (last.get(place) ?? 0))
      yield wrong('reordered relay', record, `comes after number ${last.get(place)}`);
    last.set(place, Math.max(record.seq, last.get(place) ?? 0));
  }
  for (const [id, entry] of wanted) {
    if (published.has(id)) continue;
    const how = found.has(id) ? 'was announced by its number and never published' : 'was committed and never published';
    yield wrong('lost relay', { ...entry, key: entry.streamId }, how);
  }
}

/** After a restore Kafka may hold what the database no longer has. */
const replaced = ({ history }: World): boolean => history.marks('restore').length > 0;

const wrong = (
  anomaly: Finding['anomaly'],
  { key, seq, type }: { key: string; seq: number; type: string },
  how: string,
): Finding => ({
  anomaly,
  says: `${type} ${seq} of ${short(key)} ${how}`,
  conversationId: key,
  numbers: { seq },
  focus: { conversationId: key, seqs: [seq] },
});
