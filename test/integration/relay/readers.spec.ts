import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import type { Database } from '../../../src/platform/database/index.js';
import { Journal, JournalReader, SHARDS } from '../../../src/platform/journal/index.js';
import { type OutboxReader, type OutboxRow, RelayLoop } from '../../../src/platform/journal/relay/index.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';
import {
  Arrivals,
  commitLate,
  judge,
  openStreams,
  realRelay,
  seeded,
  type Verdict,
  writeConcurrently,
} from './relay-rig.js';

const ENTRY = `json_build_object('eventId', e.event_id, 'type', e.type, 'actorId', e.actor_id, 'aclVersion', e.acl_version,
  'payloadJson', e.payload::text, 'at', 0, 'age', 0) AS entry`;
const ENTRIES = `JOIN entries e ON e.shard = o.shard AND e.stream_id = o.stream_id AND e.seq = o.seq`;

/** Wrong: a row that commits after a higher number was read is never seen. */
class ByIdReader implements OutboxReader {
  private last = 0;
  constructor(private readonly database: Database) {}
  async read(): Promise<OutboxRow[]> {
    const { rows } = await this.database.hot.query<OutboxRow>(
      `SELECT o.shard, o.id, o.stream_id AS "streamId", o.seq, o.attempts, ${ENTRY}
       FROM outbox o ${ENTRIES} WHERE o.id > $1 ORDER BY o.id LIMIT 50`,
      [this.last],
    );
    this.last = rows.at(-1)?.id ?? this.last;
    return rows;
  }
}

/** Wrong: two relays hold rows of one stream at the same time, and the later one may be the quicker. */
class SkipLockedReader implements OutboxReader {
  constructor(private readonly database: Database) {}
  async read(): Promise<OutboxRow[]> {
    const { rows } = await this.database.hot.query<OutboxRow>(
      `WITH o AS (DELETE FROM outbox WHERE (shard, id) IN (
         SELECT shard, id FROM outbox ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED) RETURNING *)
       SELECT o.shard, o.id, o.stream_id AS "streamId", o.seq, o.attempts, ${ENTRY} FROM o ${ENTRIES} ORDER BY o.id`,
    );
    return rows;
  }
}

await describeWith('postgres', 'the outbox reader, under writers that commit in any order', () => {
  let database: Database;
  let journal: Journal;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await openDatabase((await freshDatabase()).url);
    ({ database, close } = opened);
    journal = new Journal(database, opened.config);
  });
  afterAll(() => close());

  /** Runs the relays while writers write, until nothing arrives any more. */
  async function run(seed: number, start: (arrivals: Arrivals) => Array<() => Promise<unknown>>): Promise<Verdict> {
    await database.hot.query('TRUNCATE outbox');
    const streams = await openStreams(database, journal, 26);
    const arrivals = new Arrivals(seeded(seed));
    const stops = start(arrivals);
    const [late, early, ...written] = streams as [string, string, ...string[]];
    await Promise.all([
      writeConcurrently(database, journal, written, { writers: 5, each: 80, seed }),
      commitLate(database, journal, [late, early], arrivals),
    ]);
    let before = -1;
    await until('nothing arrives any more', 20_000, async () => {
      const [count, settled] = [arrivals.records.length, arrivals.records.length === before];
      before = count;
      await new Promise((resolve) => setTimeout(resolve, 600));
      return settled;
    });
    await Promise.all(stops.map((stop) => stop()));
    const heads = await new JournalReader(database).heads(streams);
    return judge(arrivals.records, new Map([...heads].map(([id, head]) => [id, head.lastSeq])));
  }

  /** Two that race are not wrong every time: run until it happens, ten times at most. */
  async function reordering(
    seed: number,
    start: (arrivals: Arrivals) => Array<() => Promise<unknown>>,
  ): Promise<Verdict> {
    for (let attempt = 1; ; attempt++) {
      const verdict = await run(seed, start);
      if (verdict.reordered > 0 || attempt === 10) return verdict;
    }
  }

  const wrongRelay = (reader: OutboxReader, arrivals: Arrivals) => {
    const everything = new Map(Array.from({ length: SHARDS }, (_, shard) => [shard, 1]));
    const nothing = { settle: async () => 0, postpone: async () => undefined, bury: async () => undefined };
    const loop = new RelayLoop({
      shards: () => everything,
      holds: () => true,
      reader,
      writer: nothing,
      publisher: arrivals,
    });
    loop.start();
    return () => loop.stop();
  };

  describe.each([11, 12, 13])('seed %i', (seed) => {
    it('loses rows when it reads by id > last seen', async () => {
      const verdict = await run(seed, (arrivals) => [wrongRelay(new ByIdReader(database), arrivals)]);
      expect(verdict.lost).toBeGreaterThan(0);
    });

    it('reorders a stream when several relays read with SKIP LOCKED', async () => {
      const start = (arrivals: Arrivals) => [1, 2, 3].map(() => wrongRelay(new SkipLockedReader(database), arrivals));
      const verdict = await reordering(seed, start);
      expect(verdict.reordered).toBeGreaterThan(0);
    });

    it('loses and reorders nothing when one owner per shard reads what is pending', async () => {
      const verdict = await run(seed, (arrivals) => [1, 2, 3].map(() => realRelay(database, arrivals, 150).stop));
      expect(verdict).toEqual({ lost: 0, reordered: 0, stale: 0 });
      expect((await database.hot.query('SELECT 1 FROM outbox')).rowCount).toBe(0);
    });
  });
});
