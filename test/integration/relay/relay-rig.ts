import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../../scripts/parts/until.js';
import type { Database, Tx } from '../../../src/platform/database/index.js';
import type { Journal } from '../../../src/platform/journal/index.js';
import {
  ALL_PUBLISHED,
  type EventPublisher,
  type OutgoingRecord,
  OutboxWriter,
  PendingRowsReader,
  RelayLoop,
  ShardLeases,
} from '../../../src/platform/journal/relay/index.js';
import { newId } from '../../../src/shared/ids.js';

/** A small seeded generator (mulberry32): the same delays in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Where the relays of a test publish to: a topic reduced to what matters, the order of arrival. */
export class Arrivals implements EventPublisher {
  readonly records: OutgoingRecord[] = [];
  constructor(private readonly random: () => number) {}

  async publish(records: readonly OutgoingRecord[]) {
    await delay(this.random() * 30);
    this.records.push(...records);
    return ALL_PUBLISHED;
  }
}

export interface Verdict {
  lost: number;
  reordered: number;
  /** Records whose fencing number is lower than one that came before in their shard. */
  stale: number;
}

/** What arrived against what was committed, after dropping repeats. */
export function judge(records: readonly OutgoingRecord[], heads: ReadonlyMap<string, number>): Verdict {
  const seen = new Map([...heads.keys()].map((key) => [key, new Set<number>()]));
  const highest = new Map<string, number>();
  const fencing = new Map<number, number>();
  const verdict: Verdict = { lost: 0, reordered: 0, stale: 0 };
  for (const { key, seq, shard, fencing: f } of records) {
    if (f < (fencing.get(shard) ?? 0)) verdict.stale++;
    fencing.set(shard, f);
    if (seen.get(key)!.has(seq)) continue;
    seen.get(key)!.add(seq);
    if (seq < (highest.get(key) ?? 0)) verdict.reordered++;
    highest.set(key, Math.max(seq, highest.get(key) ?? 0));
  }
  for (const [key, head] of heads) verdict.lost += head - seen.get(key)!.size;
  return verdict;
}

export async function openStreams(database: Database, journal: Journal, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await database.transaction(async (tx) => {
    for (const id of ids) await journal.open(tx, 'conversation', id);
  });
  return ids;
}

const append = (journal: Journal, tx: Tx, streamId: string) =>
  journal.appendWithin(tx, {
    kind: 'conversation',
    streamId,
    actorId: streamId,
    aclVersion: null,
    type: 'messaging.message-sent.v1',
    payload: {},
  });

/** Writers that commit at odd moments, so that the order of commits is not the order of the outbox's numbers. */
export async function writeConcurrently(
  database: Database,
  journal: Journal,
  streams: readonly string[],
  options: { writers: number; each: number; seed: number },
): Promise<void> {
  const writer = async (n: number) => {
    const random = seeded(options.seed + n);
    for (let i = 0; i < options.each; i++) {
      const streamId = streams[Math.floor(random() * streams.length)]!;
      await database.transaction(async (tx) => {
        await append(journal, tx, streamId);
        await delay(random() * 8);
      });
    }
  };
  await Promise.all(Array.from({ length: options.writers }, (_, n) => writer(n)));
}

/**
 * An entry that becomes visible only after one with a higher outbox number has arrived. Writers at random do the same, unless
 * a reader happens to sleep while they write.
 */
export async function commitLate(
  database: Database,
  journal: Journal,
  [late, early]: readonly [string, string],
  arrivals: Arrivals,
): Promise<void> {
  await database.transaction(async (tx) => {
    await append(journal, tx, late);
    await database.transaction((other) => append(journal, other, early));
    await until('the higher number has arrived', 20_000, () => arrivals.records.some(({ key }) => key === early));
  });
}

/** The relay as it runs in the product, but for the rhythm of its lease rounds. */
export function realRelay(database: Database, publisher: EventPublisher, everyMs: number) {
  const leases: ShardLeases = new ShardLeases(database, () => loop.quiesce());
  const loop: RelayLoop = new RelayLoop({
    shards: () => leases.current(),
    holds: (shard, fencing) => leases.holds(shard, fencing),
    reader: new PendingRowsReader(database),
    writer: new OutboxWriter(database, leases.nodeId),
    publisher,
  });
  let round: Promise<void> | undefined;
  const renew = () =>
    (round ??= leases
      .round()
      .catch(() => undefined)
      .finally(() => (round = undefined)));
  const timer = setInterval(() => void renew(), everyMs);
  void renew();
  loop.start();
  const stop = async () => {
    clearInterval(timer);
    await round;
    await loop.stop();
    await leases.leave();
  };
  return { leases, stop };
}
