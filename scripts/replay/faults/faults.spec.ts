import { describe, expect, it, vi } from 'vitest';
import { Acts } from './acts.js';
import { compareTopics } from './compare-topics.js';
import { DeliveryLog } from './delivery-log.js';
import type { TopicRecord } from './topics.js';

const entry = (seq: number, type = 'messaging.message-sent.v1') => ({ streamId: 's', seq, eventId: `e${seq}`, type });
const record = (seq: number, other: Partial<TopicRecord> = {}): TopicRecord => {
  const { eventId: id, type } = entry(seq);
  return {
    topic: 'parley.messaging.events',
    partition: 4,
    offset: 0,
    key: 's',
    seq,
    id,
    type,
    shard: 1,
    fencing: 1,
    ...other,
  };
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
  /** A line a tenth of a second, delivered `ms` later. */
  const lived = (latencies: number[]) => {
    const log = new DeliveryLog();
    const began = Math.ceil(performance.now());
    for (const [i, ms] of latencies.entries()) {
      vi.spyOn(performance, 'now').mockReturnValue(began + i * 100);
      log.sent(`${i}`);
      vi.spyOn(performance, 'now').mockReturnValue(began + i * 100 + ms);
      log.heard(`${i}`, i === 0 ? 'node' : undefined);
    }
    vi.restoreAllMocks();
    return { log, at: (line: number) => began + line * 100 };
  };
  const row = (length: number, ms: number) => Array.from({ length }, () => ms);

  it('says how long after a fault delivery was normal again, and when it was not', () => {
    // Two seconds away, one more second slow, and from then on only every tenth line.
    const { log, at } = lived([...row(20, 900), ...row(10, 700), ...[800, ...row(9, 10)], ...row(30, 10)]);
    expect(log.normalAfter({ healed: at(20), until: at(70) }, 50)).toBe(750);
    expect(log.normalAfter({ healed: at(40), until: at(70) }, 50)).toBe(0);
    expect(log.normalAfter({ healed: at(20), until: at(30) }, 50)).toBeNull();
  });

  it('keeps faults, quiet times and those who wait for a node apart', () => {
    const { log, at } = lived([900, ...row(9, 700), ...row(10, 20)]);
    expect(log.latency(at(0), at(10))).toEqual({ p50: 700, p99: 900, max: 900, deliveries: 10 });
    expect(log.latency(at(0), at(10), 'node')).toMatchObject({ max: 700, deliveries: 9 });
    expect(log.latencyOutside([{ began: at(0), healed: at(10) }])).toMatchObject({ max: 20, deliveries: 10 });
  });
});

describe('Acts', () => {
  it('hold a log back at each act until it has begun, and at none once all is over', async () => {
    const acts = new Acts(5);
    const passed: number[] = [];
    const log = (async () => {
      for (const share of [0, 0.19, 0.2, 0.39, 0.4, 0.99]) {
        await acts.reached(share);
        passed.push(share);
      }
    })();
    await vi.waitFor(() => expect(passed).toEqual([0, 0.19]));
    acts.next();
    await vi.waitFor(() => expect(passed).toEqual([0, 0.19, 0.2, 0.39]));
    acts.end();
    await log;
    expect(passed).toHaveLength(6);
  });
});
