import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AppendLane,
  type AppendResult,
  type CommittedEntry,
  type Companion,
  JournalOverloaded,
  type LaneItem,
  shardOf,
} from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openStorage, type Storage } from '../../support/storage.js';

/** A companion of the shape that messages have: idempotent by (stream, actor, key), one row per entry. */
const NOTES: Companion = {
  name: 'note',
  columns: [
    { name: 'key', type: 'text' },
    { name: 'size', type: 'int' },
  ],
  known: `SELECT i.ord, json_build_object('seq', n.seq) AS answer FROM input i JOIN notes n
    ON n.shard = i.shard AND n.stream_id = i.stream_id AND n.key = i.key`,
  write: [`INSERT INTO notes (shard, stream_id, seq, key, size) SELECT shard, stream_id, seq, key, size FROM num`],
};

let nodes: Storage[];
let lanes: AppendLane<{ seq: number }>[];
let heard: CommittedEntry[][];
const actor = newId();

beforeAll(async () => {
  const { url } = await freshDatabase();
  nodes = await Promise.all([openStorage(url), openStorage(url), openStorage(url, { APPEND_QUEUE: '10' })]);
  await nodes[0]!.database.transaction((tx) =>
    tx.query(`CREATE TABLE notes (shard smallint, stream_id uuid, seq bigint, key text NOT NULL, size int CHECK (size < 100),
      PRIMARY KEY (shard, stream_id, seq), UNIQUE (shard, stream_id, key))`),
  );
  heard = nodes.map(() => []);
  nodes.forEach((n, i) => n.journal.onCommitted((entries) => heard[i]!.push(...entries)));
  lanes = nodes.map((n) => n.journal.lane<{ seq: number }>(NOTES));
});
afterAll(() => Promise.all(nodes.map((n) => n.close())));

async function openStream(): Promise<string> {
  const id = newId();
  await nodes[0]!.database.transaction((tx) => nodes[0]!.journal.open(tx, 'conversation', id));
  return id;
}
const item = (streamId: string, key: string, over: Partial<LaneItem> & { size?: number } = {}): LaneItem => ({
  kind: 'conversation',
  streamId,
  type: 'messaging.message-sent.v1',
  actorId: actor,
  payload: { key },
  aclVersion: 0,
  columns: [key, over.size ?? 1],
  dedupeKey: `${streamId}${key}`,
  ...over,
});
const log = (streamId: string) => nodes[0]!.reader.range('conversation', streamId, 1, 1e6, 1e6);
const keysOf = (entries: CommittedEntry[]) => entries.map((e) => (JSON.parse(e.payloadJson) as { key: string }).key);
const count = async (table: string, streamId: string): Promise<number> => {
  const sql = `SELECT count(*)::int AS n FROM ${table} WHERE shard = $1 AND stream_id = $2`;
  return (await nodes[0]!.database.hot.query(sql, [shardOf(streamId), streamId])).rows[0].n as number;
};
const raiseAcl = (streamId: string) =>
  nodes[0]!.database.transaction((tx) =>
    nodes[0]!.journal.appendWithin(tx, { ...item(streamId, 'acl'), kind: 'conversation', aclVersion: null }, true),
  );
const seqs = (results: Array<AppendResult<{ seq: number }>>) =>
  results.map((r) => (r.status === 'appended' ? r.entry.seq : r.status));

describe('a lane', () => {
  it('numbers what one turn gathered in the order given, and tells listeners after the commit', async () => {
    const [a, b] = [await openStream(), await openStream()];
    const before = heard[0]!.length;
    const results = await Promise.all(
      Array.from({ length: 450 }, (_, i) => lanes[0]!.append(item(i % 3 ? a : b, `k${i}`))),
    );
    expect(seqs(results)).toEqual(Array.from({ length: 450 }, (_, i) => (i % 3 ? i - Math.floor(i / 3) : i / 3 + 1)));
    expect(heard[0]!.length - before).toBe(450);
    for (const [stream, n] of [
      [a, 300],
      [b, 150],
    ] as const) {
      const entries = await log(stream);
      expect(entries.map((e) => e.seq)).toEqual(Array.from({ length: n }, (_, i) => i + 1));
      expect(await count('outbox', stream)).toBe(n);
      expect(await count('notes', stream)).toBe(n);
      expect(heard[0]!.filter((e) => e.streamId === stream)).toEqual(entries);
    }
  });

  it('answers the same from the form for one and the form for many', async () => {
    const stream = await openStream();
    await lanes[0]!.append(item(stream, 'first'));
    for (const n of [1, 2]) {
      const twice = (i: LaneItem) =>
        Promise.all(Array.from({ length: n }, (_, x) => lanes[0]!.append({ ...i, dedupeKey: `${x}` })));
      expect((await twice(item(stream, 'first')))[0]).toEqual({ status: 'known', known: { seq: 1 } });
      expect((await twice(item(stream, 'x', { aclVersion: 7 })))[0]).toEqual({ status: 'stale', aclVersion: 0 });
      expect((await twice(item(newId(), 'x')))[0]).toEqual({ status: 'no-stream' });
    }
    expect(await count('entries', stream)).toBe(1);
  });

  it('lets one stale, one known and one lost item touch none of their neighbours', async () => {
    const stream = await openStream();
    await lanes[0]!.append(item(stream, 'old'));
    const results = await Promise.all([
      lanes[0]!.append(item(stream, 'a')),
      lanes[0]!.append(item(stream, 'late', { aclVersion: 3 })),
      lanes[0]!.append(item(stream, 'old')),
      lanes[0]!.append(item(newId(), 'nowhere')),
      lanes[0]!.append(item(stream, 'b', { aclVersion: null })),
    ]);
    expect(seqs(results)).toEqual([2, 'stale', 'known', 'no-stream', 3]);
    expect(keysOf(await log(stream))).toEqual(['old', 'a', 'b']);
  });

  it('refuses alone what the database cannot store, and keeps order and numbers whole around it', async () => {
    const stream = await openStream();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => lanes[0]!.append(item(stream, `k${i}`, { size: i === 13 ? 500 : 1 }))),
    );
    expect(results.map((r) => r.status).indexOf('rejected')).toBe(13);
    expect(results.filter((r) => r.status === 'rejected')).toHaveLength(1);
    expect((results[13] as PromiseRejectedResult).reason).toMatchObject({ code: 'platform.unavailable' });
    const entries = await log(stream);
    expect(entries.map((e) => e.seq)).toEqual(Array.from({ length: 19 }, (_, i) => i + 1));
    expect(keysOf(entries)).toEqual(Array.from({ length: 20 }, (_, i) => `k${i}`).filter((k) => k !== 'k13'));
  });

  it('lets nobody overtake an item that waits for its twin', async () => {
    const stream = await openStream();
    const first = item(stream, 'twin', { aclVersion: 9 });
    const results = await Promise.all([
      lanes[0]!.append(first),
      lanes[0]!.append({ ...first, aclVersion: 0 }),
      lanes[0]!.append(item(stream, 'after')),
    ]);
    expect(seqs(results)).toEqual(['stale', 1, 2]);
  });

  it('stores every text as it was given, alone and among others', async () => {
    const stream = await openStream();
    const texts = [
      ...[
        '',
        ' ',
        'null',
        'NULL',
        '{}',
        '{a,b}',
        ',',
        '"',
        '\\',
        '\\"',
        '\\\\n',
        '\n\t\u0001',
        '\u2028\u007f',
        '😀 \u0301',
        "'--",
      ],
      ...fc.sample(
        fc.string({ unit: 'grapheme' }).filter((t) => !t.includes('\0') && !/\p{Surrogate}/u.test(t)),
        { numRuns: 200, seed: 7 },
      ),
    ];
    const own = [...new Set(texts)];
    await lanes[0]!.append(item(stream, own[0]!));
    await Promise.all(own.slice(1).map((text) => lanes[0]!.append(item(stream, text))));
    expect(keysOf(await log(stream))).toEqual(own);
    const notes = await nodes[0]!.database.hot.query('SELECT key FROM notes WHERE stream_id = $1 ORDER BY seq', [
      stream,
    ]);
    expect(notes.rows.map((r) => (r as { key: string }).key)).toEqual(own);
  });

  it('refuses at once when the queue is full, storing nothing', async () => {
    const stream = await openStream();
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) => lanes[2]!.append(item(stream, `k${i}`))),
    );
    const refused = results.filter((r) => r.status === 'rejected');
    expect(refused).toHaveLength(20);
    expect((refused[0] as PromiseRejectedResult).reason).toBeInstanceOf(JournalOverloaded);
    expect(await count('entries', stream)).toBe(10);
  });

  it('goes on after a listener threw', async () => {
    const stream = await openStream();
    let broken = true;
    nodes[1]!.journal.onCommitted(() => {
      if (!broken) return;
      broken = false;
      throw new Error('a broken listener');
    });
    expect(seqs([await lanes[1]!.append(item(stream, 'a')), await lanes[1]!.append(item(stream, 'b'))])).toEqual([
      1, 2,
    ]);
  });

  it('refuses as stale what was decided before a change of rights, also across nodes', async () => {
    const stream = await openStream();
    const sends = Array.from({ length: 300 }, (_, i) => lanes[i % 2]!.append(item(stream, `k${i}`)));
    const removal = await raiseAcl(stream);
    const results = await Promise.all([...sends, lanes[1]!.append(item(stream, 'late'))]);
    const appended = results.flatMap((r) => (r.status === 'appended' ? [r.entry.seq] : []));
    expect(Math.max(0, ...appended)).toBeLessThan(removal.seq);
    expect(results.at(-1)).toEqual({ status: 'stale', aclVersion: 1 });
    const entries = await log(stream);
    expect(entries.map((e) => e.seq)).toEqual(Array.from({ length: appended.length + 1 }, (_, i) => i + 1));
  });

  it('gives one entry and one answer to retries racing over nodes', async () => {
    const stream = await openStream();
    const noise = Array.from({ length: 60 }, (_, i) => lanes[i % 2]!.append(item(stream, `noise${i}`)));
    const retries = await Promise.all(Array.from({ length: 50 }, (_, i) => lanes[i % 2]!.append(item(stream, 'same'))));
    await Promise.all(noise);
    const numbers = retries.map((r) => (r.status === 'appended' ? r.entry.seq : r.status === 'known' && r.known.seq));
    expect(new Set(numbers).size).toBe(1);
    expect(retries.filter((r) => r.status === 'appended')).toHaveLength(1);
    expect((await log(stream)).map((e) => e.seq)).toEqual(Array.from({ length: 61 }, (_, i) => i + 1));
  });

  it('gives the number back when a transaction rolls back', async () => {
    const stream = await openStream();
    const { database, journal } = nodes[0]!;
    const failing = database.transaction(async (tx) => {
      await journal.appendWithin(tx, item(stream, 'gone'));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(seqs([await lanes[0]!.append(item(stream, 'first'))])).toEqual([1]);
    expect(heard[0]!.some((e) => e.streamId === stream && keysOf([e])[0] === 'gone')).toBe(false);
  });
});

describe('any mix of appends over two nodes', () => {
  const step = fc.record({
    stream: fc.nat(2),
    key: fc.nat(11),
    acl: fc.constantFrom(0, 0, 0, 1),
    node: fc.nat(1),
    wait: fc.boolean(),
  });

  it('ends in the logs of the naive model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        const streams = [await openStream(), await openStream(), newId()];
        const running: Promise<AppendResult<{ seq: number }>>[] = [];
        for (const { stream, key, acl, node, wait } of steps) {
          const sent = lanes[node]!.append(item(streams[stream]!, `k${key}`, { aclVersion: acl }));
          running.push(sent);
          if (wait) await sent;
        }
        const results = await Promise.all(running);
        for (const [s, streamId] of streams.entries()) {
          const mine = steps.map((step, i) => ({ ...step, result: results[i]! })).filter((x) => x.stream === s);
          const exists = s < 2;
          const stored = new Set(mine.filter((x) => exists && x.acl === 0).map((x) => `k${x.key}`));
          const entries = exists ? await log(streamId) : [];
          expect(entries.map((e) => e.seq)).toEqual(Array.from(stored, (_, i) => i + 1));
          expect(new Set(keysOf(entries))).toEqual(stored);
          const numberOf = new Map(entries.map((e) => [keysOf([e])[0], e.seq]));
          for (const { key, acl, result } of mine) {
            if (!exists) expect(result.status).toBe('no-stream');
            else if (result.status === 'stale') expect(acl).toBe(1);
            else if (result.status === 'appended')
              expect([acl, result.entry.seq]).toEqual([0, numberOf.get(`k${key}`)]);
            else expect(result).toEqual({ status: 'known', known: { seq: numberOf.get(`k${key}`) } });
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
