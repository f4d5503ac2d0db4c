import { describe, expect, it, vi } from 'vitest';
import { compareTopics } from './compare-topics.js';
import { DeliveryLog } from './delivery-log.js';
import type { TopicRecord } from './topics.js';

const entry = (seq: number, type = 'messaging.message-sent.v1') => ({ streamId: 's', seq, eventId: `e${seq}`, type });
const record = (seq: number, other: Partial<TopicRecord> = {}): TopicRecord => {
  const { eventId: id, type } = entry(seq);
  return { topic: 'parley.messaging.events', partition: 4, key: 's', seq, id, type, ...other };
};
const entries = [entry(1), entry(2), entry(3)];
const fine = { repeats: 0, missing: 0, outOfOrder: 0, strange: 0, scattered: 0 };
const counts = (records: TopicRecord[]) => {
  const { records: n, ...rest } = compareTopics(entries, records);
  expect(n).toBe(records.length);
  return rest;
};

describe('compareTopics', () => {
  it('finds nothing where every entry is there in order, and bears what is published again', () => {
    expect(counts([record(1), record(2), record(3)])).toEqual(fine);
    expect(counts([record(1), record(2), record(1), record(2), record(3)])).toEqual({ ...fine, repeats: 2 });
  });

  it.each([
    ['missing', [record(1), record(3)]],
    ['outOfOrder', [record(1), record(3), record(2)]],
    ['strange', [record(1), record(2), record(3), record(4)]],
    ['strange', [record(1), record(2), record(2, { id: 'other' }), record(3)]],
    ['strange', [record(1), record(2), record(2, { topic: 'parley.groups.events' }), record(3)]],
    ['scattered', [record(1), record(2, { partition: 5 }), record(3)]],
  ])('counts one %s, and nothing else', (what, records) => expect(counts(records)).toEqual({ ...fine, [what]: 1 }));

  it('compares no order between the topics of one key', () => {
    const groups = { ...entry(2), type: 'groups.renamed.v1' };
    const other = record(2, { topic: 'parley.groups.events', type: groups.type });
    const { outOfOrder, missing } = compareTopics([entry(1), groups, entry(3)], [record(1), record(3), other]);
    expect({ outOfOrder, missing }).toEqual({ outOfOrder: 0, missing: 0 });
  });
});

describe('DeliveryLog', () => {
  it('says how long after the end of a fault the last slow line came, and 0 when all were quick', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const log = new DeliveryLog();
    const line = (id: string, ms: number) => {
      log.sent(id);
      vi.advanceTimersByTime(ms);
      log.heard(id);
    };
    const began = performance.now();
    line('quick', 10);
    line('slow', 700);
    const healed = performance.now();
    line('slow too', 900);
    line('quick again', 10);
    const until = performance.now();
    expect(log.normalAfter({ began, healed, until }, 500)).toBe(900);
    expect(log.normalAfter({ began, healed, until }, 1_000)).toBe(0);
    expect(log.latency(began, healed)).toEqual({ p50: 700, p99: 700, max: 700, deliveries: 2 });
    expect(log.latencyOutside([{ began, healed }])).toMatchObject({ max: 900, deliveries: 2 });
    vi.useRealTimers();
  });
});
