import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import type { HistoryWriter } from '../history/index.js';
import { Recorder } from '../driver/recorder.js';
import { rest } from './rest.js';

const WITHIN_MS = 12_000;
const BEHIND_MS = 400;

await describeWith('postgres', 'rest, where Kafka cannot be asked', () => {
  let databaseUrl: string;
  let client: pg.Client;
  const recorder = new Recorder({ write: () => undefined } as unknown as HistoryWriter);

  beforeAll(async () => {
    ({ url: databaseUrl } = await freshDatabase());
    client = new pg.Client(databaseUrl);
    await client.connect();
  });
  afterAll(() => client.end());

  const entry = (streamId: string, seq: number) =>
    client.query(
      `INSERT INTO entries (shard, stream_id, seq, event_id, type, actor_id, acl_version, payload, occurred_at)
        VALUES (0, $1, $2, $3, 'messaging.cursor-moved.v1', $1, 0, '{}', now())`,
      [streamId, seq, newId()],
    );

  const begin = (...streams: string[]) => rest({ databaseUrl, brokers: null, streams }, WITHIN_MS, recorder);

  it('waits as long as consumers that are a little behind make entries', async () => {
    const own = newId();
    let quiet = false;
    const resting = begin(own).finally(() => (quiet = true));
    for (let seq = 1; seq <= 10; seq += 1) {
      await entry(own, seq);
      await delay(BEHIND_MS);
    }
    expect(quiet).toBe(false);
    expect((await resting).quietAfterMs).toBeGreaterThan(10 * BEHIND_MS);
  });

  it('counts only what the run left behind', async () => {
    const [own, other] = [newId(), newId()];
    const dead = (id: number, stream: string) =>
      client.query(`INSERT INTO outbox_dead (shard, id, stream_id, seq, error) VALUES (0, $1, $2, 1, 'e')`, [
        id,
        stream,
      ]);
    await dead(1, own);
    await dead(2, other);
    await client.query('INSERT INTO outbox (shard, stream_id, seq) VALUES (0, $1, 1)', [other]);
    await client.query(
      `INSERT INTO dead_letters (id, consumer, shard, stream_id, seq, type, headers, envelope, error, attempts)
        VALUES ($1, 'c', 0, $2, 1, 't', '{}', '{}', 'e', 5)`,
      [newId(), other],
    );
    const { quietAfterMs, ...left } = await begin(own);
    expect(left).toEqual({ outbox: 0, outboxDead: 1, deadLetters: 0, behind: {} });
    expect(quietAfterMs).not.toBeNull();
  });
});
