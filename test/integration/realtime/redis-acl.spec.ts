import { readFileSync } from 'node:fs';
import { CommandBus } from '@nestjs/cqrs';
import { Redis as RedisClient } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { required } from '../../../scripts/parts/part.js';
import { type Redis, startRedis } from '../../../scripts/parts/redis.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import type { ServerEvents } from '../../../src/contract/index.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { Bus } from '../../../src/platform/realtime/index.js';
import { realtimeMetrics } from '../../../src/platform/realtime/metrics.js';
import { newId } from '../../../src/shared/ids.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { type PresenceNode, startPresenceNode } from '../presence/node.js';
import type { Client } from './support/client.js';

/** What operators are told to grant. */
const GRANTED = /^ACL SETUSER parley (.*)$/m.exec(readFileSync('docs/operations.md', 'utf8'))![1]!;
const COMMANDS = [...GRANTED.matchAll(/ \+(\S+)/g)].map(([, command]) => command!);

await describeWith(['postgres', 'redis'], 'a Redis that another application uses too', () => {
  // Its own: it gets users here.
  let redis: Redis;
  let admin: RedisClient;
  let parley: RedisClient;
  let other: RedisClient;
  let a: PresenceNode;
  let b: PresenceNode;
  let viewer: Client;
  let speaker: Client;
  let ann: string;
  let bob: string;
  let room: string;
  const prefix = freshPrefix();
  const channel = () => `${prefix}:s:${room}`;

  beforeAll(async () => {
    redis = required(await startRedis({ dir: tempFolder('redis-acl') }));
    admin = new RedisClient(redis.url);
    await admin.call('ACL', 'SETUSER', 'parley', ...GRANTED.replaceAll('parley:', `${prefix}:`).split(' '));
    const others = ['on', '>SECRET', '~other:*', '&other:*', '+@all', '-@admin', '-@dangerous'];
    await admin.call('ACL', 'SETUSER', 'other', ...others);
    const as = (user: string) => redis.url.replace('//', `//${user}:SECRET@`);
    parley = new RedisClient(as('parley'));
    other = new RedisClient(as('other'), { enableReadyCheck: false });

    const { url } = await freshDatabase();
    const env = { REDIS_URL: as('parley'), REDIS_PREFIX: prefix };
    [a, b] = await Promise.all([startPresenceNode(url, env), startPresenceNode(url, env)]);
    [ann, bob] = (await seedAccounts(a.app.get(Database), a.app.get(Journal), 2)) as [string, string];
    room = (await a.app.get(CommandBus).execute(new CreateGroup(ann, 'Tea', [bob], 'joined'))).id;
    viewer = await a.connect(ann);
    speaker = await b.connect(bob);
  });
  afterAll(async () => {
    [viewer, speaker].forEach((client) => client?.close());
    await Promise.all([a?.close(), b?.close()]);
    [admin, parley, other].forEach((client) => client?.disconnect());
    await redis?.stop();
  });

  const heard = <E extends 'presence' | 'typing'>(event: E) =>
    viewer.heard.filter((h) => h.event === event).map((h) => h.payload as unknown as ServerEvents[E]);
  const statuses = () => heard('presence').flatMap(({ changes }) => changes.filter((c) => c.userId === bob));
  const typists = () => heard('typing').map(({ userId }) => userId);
  /** As a node says it: its id, then a list of packets. */
  const said = (...packets: unknown[]) => newId() + JSON.stringify(packets);
  const typing = (userId: string) => ({
    t: 'ephemeral',
    event: 'typing',
    payload: { conversationId: room, userId, typing: true },
    aclVersion: 0,
  });
  const entry = (streamId: string) => ({
    t: 'entry',
    entry: {
      kind: 'conversation',
      streamId,
      seq: 1_000,
      eventId: newId(),
      aclVersion: 0,
      type: 'messaging.message-sent.v1',
      actorId: bob,
      at: new Date().toISOString(),
    },
    payload: { body: 'forged' },
  });
  /** Parley's own credential is believed: what is heard then came after all that was published before. */
  const believed = async () => {
    const marker = newId();
    await parley.publish(channel(), said(typing(marker)));
    await vi.waitFor(() => expect(typists()).toContain(marker));
    return marker;
  };

  it('B24 lets two nodes with the rights that operators are told of hear each other, below their prefix', async () => {
    expect([a, b].map((node) => node.app.get(Bus).up)).toEqual([true, true]);
    await vi.waitFor(() => expect(statuses()).toMatchObject([{ status: 'online' }]));
    expect(await speaker.ask('typing.start', { conversationId: room })).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(typists()).toEqual([bob]));
    const message = { conversationId: room, clientMessageId: newId(), body: 'tea?' };
    expect(await speaker.ask('message.send', message)).toMatchObject({ ok: true });
    await vi.waitFor(() =>
      expect(viewer.events.at(-1)).toMatchObject({ conversationId: room, data: { body: 'tea?' } }),
    );
    expect((await fetch(`${a.url}/v1/server`)).status).toBe(200);
    const keys = await admin.keys('*');
    expect(keys.map((key) => key.split(':').slice(0, 2).join(':'))).toContain(`${prefix}:limit`);
    expect(keys.filter((key) => !key.startsWith(`${prefix}:`))).toEqual([]);
  });

  it('B24 refuses another application that speaks on their channels or writes their keys', async () => {
    const before = typists();
    const events = viewer.events.length;
    const forged = said(typing(newId()), entry(room));
    const refused = /^NOPERM|can't publish to the channel/;
    await expect(other.publish(channel(), forged)).rejects.toThrow(refused);
    const script = "return redis.call('PUBLISH', ARGV[1], ARGV[2])";
    await expect(other.eval(script, 0, channel(), forged)).rejects.toThrow(refused);
    await expect(other.subscribe(channel())).rejects.toThrow(refused);
    await expect(other.psubscribe('*')).rejects.toThrow(refused);
    await expect(other.hset(`${prefix}:presence:u:${bob}`, '=', 'offline')).rejects.toThrow(refused);
    await expect(other.call('ACL', 'SETUSER', 'other', '&*')).rejects.toThrow(refused);
    expect(await other.publish('other:news', 'its own')).toBe(0);
    const marker = await believed();
    expect(typists()).toEqual([...before, marker]);
    expect(viewer.events).toHaveLength(events);
  });

  it.each<[string, () => string]>([
    ['no JSON', () => `${newId()}[{"t":"entry"`],
    ['no list', () => newId() + JSON.stringify(typing(bob))],
    ['an entry of another conversation', () => said(typing(bob), entry(newId()))],
    ['an event that the bus does not carry', () => said({ ...typing(bob), event: 'event' })],
  ])('B24 drops a packet under their own credential that is %s', async (_, forge) => {
    const malformed = async () =>
      (await realtimeMetrics.busErrors.get()).values.find((v) => v.labels.kind === 'malformed')?.value ?? 0;
    const before = typists();
    const [events, count] = [viewer.events.length, await malformed()];
    await parley.publish(channel(), forge());
    const marker = await believed();
    expect(typists()).toEqual([...before, marker]);
    expect(viewer.events).toHaveLength(events);
    expect(await malformed()).toBeGreaterThan(count);
  });

  it('B24 was refused nothing that it needs, and needed all that it was granted', async () => {
    speaker.close();
    await vi.waitFor(() => expect(statuses().at(-1)).toMatchObject({ status: 'offline' }));
    await vi.waitFor(async () => expect(await admin.pubsub('CHANNELS')).not.toContain(`${prefix}:s:${bob}`));
    const refusals = ((await admin.acl('LOG')) as unknown[][]).map((line) => String(line));
    expect(refusals.length).toBeGreaterThan(0);
    // Newer ones are told the client library's name; a refusal of that is ignored.
    expect(refusals.filter((line) => line.includes('username,parley') && !line.includes('client|setinfo'))).toEqual([]);
    const used = await admin.info('commandstats');
    expect(COMMANDS.length).toBeGreaterThan(0);
    expect(COMMANDS.filter((command) => !used.includes(`cmdstat_${command}:`))).toEqual([]);
  });
});
