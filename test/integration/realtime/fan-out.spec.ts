import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalBus, LocalHub } from '../../../src/platform/realtime/bus/local-bus.js';
import { freshDatabase } from '../../support/database.js';
import { freshPrefix, redisUrl } from '../../support/parts.js';
import { Client } from './support/client.js';
import { type NodeOptions, startNode, type TestNode } from './support/node.js';

/** The same promises over both forms of the bus. */
const FORMS: Array<[string, (databaseUrl: string) => Promise<[NodeOptions, NodeOptions]>]> = [
  [
    'in-process',
    async (databaseUrl) => {
      const hub = new LocalHub();
      return [
        { databaseUrl, bus: new LocalBus(hub) },
        { databaseUrl, bus: new LocalBus(hub) },
      ];
    },
  ],
  [
    'Redis',
    async (databaseUrl) => {
      const shared = { databaseUrl, redisUrl: await redisUrl(), prefix: freshPrefix() };
      return [shared, shared];
    },
  ],
];

const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe.each(FORMS)('fan-out over the %s bus', (_, form) => {
  let one: TestNode;
  let two: TestNode;
  let anna: string;
  let ben: string;
  let room: string;
  let clients: Client[] = [];

  beforeAll(async () => {
    const [a, b] = await form((await freshDatabase()).url);
    one = await startNode(a);
    two = await startNode(b);
    return async () => {
      await one.close();
      await two.close();
    };
  }, 60_000);

  beforeEach(async () => {
    anna = await one.audience.createUser();
    ben = await one.audience.createUser();
    room = await one.audience.createConversation([anna, ben]);
    return () => {
      for (const client of clients) client.close();
      clients = [];
    };
  });

  const connect = async (node: TestNode, userId: string): Promise<Client> => {
    const client = await Client.connect(node.url, await node.token(userId));
    clients.push(client);
    return client;
  };

  it('brings every entry of both nodes to every member, once and in order', async () => {
    const here = await connect(one, anna);
    const there = await connect(two, ben);
    await Promise.all([here.resume(), there.resume()]);
    await Promise.all(upTo(100).map((i) => (i % 2 ? one : two).append(room, anna, `message ${i}`)));
    await until(() => {
      expect(here.seqs(room)).toEqual(upTo(100));
      expect(there.seqs(room)).toEqual(upTo(100));
    });
    expect(here.events[0]).toEqual({
      conversationId: room,
      seq: 1,
      aclVersion: 0,
      type: 'messaging.message-sent.v1',
      actorId: anna,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { body: expect.stringMatching(/^message/) },
    });
  });

  it('leaves no hole and no repeat between what a resume answers and what flows after it', async () => {
    const writer = (async () => {
      for (let i = 1; i <= 150; i++) await (i % 2 ? one : two).append(room, anna, `m${i}`);
    })();
    const joined: Array<{ client: Client; range: number[] }> = [];
    for (let i = 0; i < 6; i++) {
      const client = await connect(i % 2 ? one : two, i % 3 ? anna : ben);
      joined.push({ client, range: (await client.resume())[room]! });
    }
    await writer;
    for (const { client, range } of joined) {
      await until(() => expect([...range, ...client.seqs(room)]).toEqual(upTo(150)));
    }
  });

  it('B7 gives the removed one the removal and nothing after it', async () => {
    const stays = await connect(one, anna);
    const goes = await connect(two, ben);
    await Promise.all([stays.resume(), goes.resume()]);
    await one.append(room, anna, 'before');
    const removal = await one.audience.change(room, anna, ben, 'removed');
    await Promise.all(upTo(20).map((i) => (i % 2 ? one : two).append(room, anna, `after ${i}`)));
    await until(() => expect(stays.seqs(room)).toEqual(upTo(22)));
    await until(() => expect(goes.seqs(room)).toEqual(upTo(removal)));
    expect(await goes.resume()).not.toHaveProperty(room);
    await stays.ask('typing.start', { conversationId: room });
    expect(goes.seqs(room)).toEqual(upTo(removal));
    expect(goes.heard).toEqual([]);
  });

  it('makes one who is added while connected hear everything from the joining on', async () => {
    const carla = await one.audience.createUser();
    const here = await connect(two, carla);
    await here.resume();
    await connect(two, anna).then((c) => c.resume());
    await Promise.all(upTo(5).map((i) => one.append(room, anna, `before ${i}`)));
    const joinedSeq = await one.audience.change(room, anna, carla, 'added');
    await Promise.all(upTo(5).map((i) => one.append(room, anna, `after ${i}`)));
    await until(() => expect(here.seqs(room)).toEqual([6, 7, 8, 9, 10, 11]));
    expect(joinedSeq).toBe(6);
  });

  it('carries ephemeral events to live members on both nodes, and to the named ones only', async () => {
    const [here, there, stranger] = [
      await connect(one, anna),
      await connect(two, ben),
      await connect(two, await one.audience.createUser()),
    ];
    await Promise.all([here.resume(), there.resume(), stranger.resume()]);
    await here.ask('typing.start', { conversationId: room });
    const typing = { event: 'typing', payload: { conversationId: room, userId: anna, typing: true } };
    await until(() => expect(there.heard).toEqual([typing]));
    two.realtime.toUser(anna, 'presence', { changes: [] });
    await until(() => expect(here.heard).toEqual([{ event: 'presence', payload: { changes: [] } }]));
    expect(stranger.heard).toEqual([]);
  });
});
