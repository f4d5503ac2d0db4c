import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { allPages, createClient, type ParleyClient } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { version } from '../../../src/platform/http/index.js';
import { shardOf } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { audited } from '../../support/audit-lines.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix, kafkaBrokers, redisUrl } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';
import { closeAll, idOf, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
let database: pg.Client;
let admin: ParleyClient;

beforeAll(async () => {
  const { url } = await freshDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  node = await startNode(url, { LOG_LEVEL: 'warn' });
  admin = createClient({ url: node.url });
  await admin.register({ username: 'the-boss', password: PASSWORD });
});
afterAll(async () => {
  admin.close();
  await node.close();
  await database.end();
});
afterEach(closeAll);

const forbidden = { status: 403, code: 'platform.forbidden' };

/** Something a consumer gave up on, as the runner stores it. */
async function deadLetter(data: object, type = 'groups.member-left.v1'): Promise<string> {
  const [id, stream] = [newId(), newId()];
  const envelope = { id: newId(), type, source: '/parley', subject: stream, sequence: '7', aclversion: 1, data };
  await database.query(
    `INSERT INTO dead_letters (id, consumer, shard, stream_id, seq, type, headers, envelope, error, attempts)
     VALUES ($1, 'notifications.inbox', $2, $3, 7, $4, '{}', $5, 'no such thing', 5)`,
    [
      id,
      shardOf(stream),
      stream,
      type,
      JSON.stringify({ ...envelope, actorid: newId(), time: '2026-01-01T00:00:00Z' }),
    ],
  );
  return id;
}

describe('the administrator', () => {
  it('R15 sees all accounts, disabled ones too, page by page and by prefix, with their sessions', async () => {
    const people = await Promise.all(['zoe', 'zack', 'zora'].map((name) => person(node.url, name)));
    await people[1]!.api.auth.login({ username: people[1]!.user.get()!.username, password: PASSWORD, device: 'phone' });
    const ids = people.map(idOf);
    const { lines: disabled } = await audited(() => admin.api.admin.disable(ids[2]!));
    expect(disabled).toEqual([expect.objectContaining({ audit: 'identity.account-disabled', userId: ids[2] })]);
    const all = await allPages((cursor) => admin.api.admin.users({ limit: 2, cursor }));
    expect(all.map((user) => user.username)).toEqual([...all.map((user) => user.username)].sort());
    expect(all.find((user) => user.isAdmin)?.username).toBe('the-boss');
    const found = (await admin.api.admin.users({ q: 'Z' })).items;
    expect(new Set(found.map((user) => user.id))).toEqual(new Set(ids));
    const of = (i: number) => found.find((user) => user.id === ids[i]);
    expect(of(1)).toMatchObject({
      disabled: false,
      disabledAt: null,
      sessions: 2,
      lastSeenAt: expect.any(String),
    });
    expect(of(2)).toMatchObject({
      disabled: true,
      disabledAt: expect.any(String),
      sessions: 0,
      lastSeenAt: null,
    });
    for (const user of found) expect(Object.keys(user)).not.toContain('passwordHash');
    await expect(people[0]!.api.admin.users()).rejects.toMatchObject(forbidden);

    await admin.api.admin.enable(ids[2]!);
    await people[2]!.login({ username: of(2)!.username, password: PASSWORD });
  });

  it('R15 ends one session of an account, or all, which is written down', async () => {
    const ann = await person(node.url, 'ann');
    const username = ann.user.get()!.username;
    const phone = await ann.api.auth.login({ username, password: PASSWORD, device: 'phone' });
    const sessions = await admin.api.admin.sessions(idOf(ann));
    expect(sessions.map(({ device, current }) => [device, current])).toContainEqual(['phone', false]);
    const { lines } = await audited(() => admin.api.admin.revokeSessions(idOf(ann), phone.sessionId));
    expect(lines).toEqual([
      expect.objectContaining({
        audit: 'identity.sessions-revoked',
        userId: idOf(ann),
        byUserId: idOf(admin),
        sessionIds: [phone.sessionId],
      }),
    ]);
    await expect(ann.api.auth.refresh(phone.refreshToken!)).rejects.toMatchObject({ status: 401 });
    await expect(admin.api.admin.revokeSessions(idOf(ann), phone.sessionId)).rejects.toMatchObject({ status: 404 });
    await expect(admin.api.admin.sessions(newId())).rejects.toMatchObject({
      status: 404,
      code: 'identity.user_not_found',
    });

    const over = new Promise((resolve) => ann.on('signedOut', resolve));
    const id = idOf(ann);
    await admin.api.admin.revokeSessions(id);
    await over;
    expect(await admin.api.admin.sessions(id)).toEqual([]);
  });

  it('R15 lists what consumers gave up on without its content, replays it, or gives it up', async () => {
    const mended = await deadLetter({ userId: newId(), secret: 'somebody wrote this' });
    const hopeless = await deadLetter({}, 'groups.title-changed.v1');
    const listed = await admin.api.admin.deadLetters({ consumer: 'notifications.inbox' });
    expect(listed.items.map((letter) => letter.id)).toEqual([hopeless, mended]);
    expect(listed.items[0]).toMatchObject({
      type: 'groups.title-changed.v1',
      seq: 7,
      error: 'no such thing',
      attempts: 5,
    });
    expect(JSON.stringify(listed)).not.toContain('somebody wrote this');
    const pages = await allPages((cursor) => admin.api.admin.deadLetters({ limit: 1, cursor }));
    expect(pages).toEqual(listed.items);
    expect((await admin.api.admin.deadLetters({ consumer: 'nobody.at-all' })).items).toEqual([]);
    expect((await admin.api.admin.health()).deadLetters).toEqual({ consumers: 2, outbox: 0 });

    const { lines } = await audited(async () => {
      for (const id of [mended, hopeless]) await admin.api.admin.replayDeadLetter(id);
      await soon(async () => {
        const { items } = await admin.api.admin.deadLetters();
        expect(items.map(({ id, attempts, replayRequestedAt }) => [id, attempts, replayRequestedAt])).toEqual([
          [hopeless, 6, null],
        ]);
      });
      await admin.api.admin.discardDeadLetter(hopeless);
    });
    expect((await admin.api.admin.deadLetters()).items).toEqual([]);
    expect(lines.map(({ audit, id, byUserId }) => [audit, id, byUserId])).toEqual([
      ['transport.dead-letter-replay', mended, idOf(admin)],
      ['transport.dead-letter-replay', hopeless, idOf(admin)],
      ['transport.dead-letter-discarded', hopeless, idOf(admin)],
    ]);
    for (const id of [hopeless, newId()]) {
      await expect(admin.api.admin.discardDeadLetter(id)).rejects.toMatchObject({ code: 'platform.not_found' });
      await expect(admin.api.admin.replayDeadLetter(id)).rejects.toMatchObject({ code: 'platform.not_found' });
    }
  });

  it('sees how the deployment is', async () => {
    const people = await Promise.all(['ann', 'bob'].map((name) => person(node.url, name)));
    await people[0]!.api.conversations.direct(idOf(people[1]!));
    await soon(async () => {
      expect(await admin.api.admin.health()).toMatchObject({
        version,
        roles: ['http', 'realtime', 'relay', 'consumers'],
        postgres: 'up',
        redis: 'embedded',
        kafka: 'embedded',
        outbox: { rows: 0, oldestSeconds: 0 },
        relay: { shards: 64, held: 64, nodes: 1 },
        consumers: expect.arrayContaining([{ name: 'notifications.inbox', waiting: null }]),
      });
    });
    await expect(people[0]!.api.admin.health()).rejects.toMatchObject(forbidden);
  });
});

await describeWith(['redis', 'kafka'], 'the health of a deployment with Redis and Kafka', () => {
  it('says what waits for each consumer, and which part is down', async () => {
    const { url } = await freshDatabase();
    const prefix = { KAFKA_PREFIX: freshPrefix() };
    const parts = { REDIS_URL: await redisUrl(), KAFKA_BROKERS: await kafkaBrokers(), KAFKA_PARTITIONS: '2' };
    const whole = await startNode(url, { ...prefix, ...parts });
    const boss = createClient({ url: whole.url });
    await boss.register({ username: 'boss', password: PASSWORD });
    await boss.api.conversations.group({ title: 'Tea' });
    await soon(async () => {
      const { redis, kafka, consumers, outbox } = await boss.api.admin.health();
      expect([redis, kafka, outbox?.rows]).toEqual(['up', 'up', 0]);
      expect(consumers).toContainEqual({ name: 'groups.user-logs', waiting: 0 });
    }, 40_000);
    await whole.close();

    const nowhere = { REDIS_URL: 'redis://127.0.0.1:1', KAFKA_BROKERS: '127.0.0.1:1', ROLES: 'http' };
    const alone = await startNode(url, { ...prefix, ...nowhere });
    const lonely = createClient({ url: alone.url });
    await lonely.login({ username: 'boss', password: PASSWORD });
    expect(await lonely.api.admin.health()).toMatchObject({
      postgres: 'up',
      redis: 'down',
      kafka: 'down',
      consumers: [],
    });
    await alone.close();
  });
});
