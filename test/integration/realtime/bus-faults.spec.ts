import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JournalReader } from '../../../src/platform/journal/index.js';
import { LocalBus, LocalHub } from '../../../src/platform/realtime/bus/local-bus.js';
import type { RealtimeTimings } from '../../../src/platform/realtime/index.js';
import { freshDatabase } from '../../support/database.js';
import { Barrier } from './support/barrier.js';
import { Client } from './support/client.js';
import { FaultyBus, randomFate, seeded } from './support/faulty-bus.js';
import { TestGateway } from './support/gateway.js';
import { startNode, type TestNode } from './support/node.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const until = (check: () => void, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 10 });

let one: TestNode;
let two: TestNode;
let bus: FaultyBus;
let anna: string;
let ben: string;
let room: string;
let clients: Client[];

/** Node `two` hears node `one` through a bus that misbehaves. */
async function start(fate: FaultyBus['fate'], timings: Partial<RealtimeTimings> = {}): Promise<void> {
  const hub = new LocalHub();
  const databaseUrl = (await freshDatabase()).url;
  bus = new FaultyBus(new LocalBus(hub), fate);
  one = await startNode({ databaseUrl, bus: new LocalBus(hub), timings });
  two = await startNode({ databaseUrl, bus, timings });
  anna = await one.audience.createUser();
  ben = await one.audience.createUser();
  room = await one.audience.createConversation([anna, ben]);
}

async function listen(node: TestNode, userId: string): Promise<Client> {
  const client = await Client.connect(node.url, await node.token(userId));
  clients.push(client);
  await client.resume();
  return client;
}

/** What happens right before a node reads entries of the room for the first time. */
function onFirstRange(node: TestNode, happens: () => Promise<void>): void {
  const reader = node.app.get(JournalReader);
  const range = reader.range.bind(reader);
  let first = true;
  vi.spyOn(reader, 'range').mockImplementation(async (...args) => {
    if (first && args[1] === room) {
      first = false;
      await happens();
    }
    return range(...args);
  });
}

beforeEach(() => {
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.close();
  await Promise.all([one.close(), two.close()]);
});

describe('a bus that loses, repeats, delays and reorders', () => {
  it.each([1, 2, 3])(
    'still makes every client see 1..n once and in order (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      await start(randomFate(random), { headsEveryMs: 700 });
      const listeners = [await listen(two, anna), await listen(two, ben), await listen(one, ben)];
      for (let i = 0; i < 120; i++) {
        const appended = (random() < 0.7 ? one : two).append(room, anna, `m${i}`);
        if (random() < 0.5) await appended;
      }
      for (const listener of listeners) await until(() => expect(listener.seqs(room)).toEqual(upTo(120)));
    },
    30_000,
  );

  it('repairs the lost last entry of a quiet conversation with the next heads', async () => {
    const fate = { lossy: false };
    await start(() => (fate.lossy ? [] : [0]), { headsEveryMs: 1_000 });
    const listener = await listen(two, ben);
    await one.append(room, anna, 'arrives');
    await until(() => expect(listener.seqs(room)).toEqual([1]));
    fate.lossy = true;
    await one.append(room, anna, 'is lost on the way');
    expect(listener.seqs(room)).toEqual([1]);
    await until(() => expect(listener.seqs(room)).toEqual([1, 2]), 2_000);
    await until(() => {
      const heads = listener.heard.filter((h) => h.event === 'heads').at(-1)?.payload;
      expect(heads).toMatchObject({ userSeq: 0, conversations: { [room]: 2 } });
    });
  });

  it('B9 gives a removed member nothing after the removal, even when the node missed it', async () => {
    const fate = { lossy: false };
    await start(() => (fate.lossy ? [] : [0]), { headsEveryMs: 60_000 });
    const stays = await listen(two, anna);
    const goes = await listen(two, ben);
    await one.append(room, anna, 'before');
    fate.lossy = true;
    const removal = await one.audience.change(room, anna, ben, 'removed');
    await one.append(room, anna, 'lost too');
    fate.lossy = false;
    await one.append(room, anna, 'heard');
    await until(() => expect(stays.seqs(room)).toEqual([1, 2, 3, 4]));
    expect(removal).toBe(2);
    await until(() => expect(goes.seqs(room)).toEqual([1, 2]));
    // Nor from the node it is on: its list is the new one now.
    await two.append(room, anna, 'here');
    await until(() => expect(stays.seqs(room)).toEqual([1, 2, 3, 4, 5]));
    expect(goes.seqs(room)).toEqual([1, 2]);
  });

  it('B9 gives one who is removed while he joins nothing after the removal', async () => {
    const fate = { lossy: false };
    await start(() => (fate.lossy ? [] : [0]), { headsEveryMs: 60_000 });
    const carla = await one.audience.createUser();
    const [stays, goes] = [await listen(two, anna), await listen(two, carla)];
    let removal = 0;
    onFirstRange(two, async () => {
      fate.lossy = true;
      removal = await one.audience.change(room, anna, carla, 'removed');
      await one.append(room, anna, 'not for her');
    });
    await one.audience.change(room, anna, carla, 'added');
    await until(() => expect(goes.seqs(room)).toContain(1));
    fate.lossy = false;
    await one.append(room, anna, 'heard');
    await until(() => expect(stays.seqs(room)).toEqual([1, 2, 3, 4]));
    await goes.ask('typing.start', { conversationId: room });
    expect(removal).toBe(2);
    expect(goes.seqs(room)).toEqual([1, 2]);
  });

  it('B9 gives one who is removed before his long resume is over nothing after the removal', async () => {
    const fate = { lossy: false };
    await start(() => (fate.lossy ? [] : [0]), { headsEveryMs: 60_000 });
    const stays = await listen(two, anna);
    const read = new Barrier();
    two.app.get(TestGateway).resumeRead = read.pass;
    const goes = await Client.connect(two.url, await two.token(ben));
    clients.push(goes);
    const resumed = goes.resume();
    await read.reached;
    // More than are held for a socket that has not resumed.
    for (const half of [1, 2]) await Promise.all(upTo(300).map((i) => one.append(room, anna, `m${half}-${i}`)));
    await until(() => expect(stays.seqs(room)).toEqual(upTo(600)));
    fate.lossy = true;
    await one.audience.change(room, anna, ben, 'removed');
    await one.append(room, anna, 'not for him');
    read.open();
    await resumed;
    fate.lossy = false;
    await one.append(room, anna, 'heard');
    await until(() => expect(stays.seqs(room)).toEqual(upTo(603)));
    await goes.ask('typing.start', { conversationId: room });
    expect(goes.seqs(room).filter((seq) => seq > 601)).toEqual([]);
  });

  it('does not tell a removed member who types, even when the node missed the removal', async () => {
    const fate = { entries: true };
    await start((_, packet) => (packet.t === 'ephemeral' || fate.entries ? [0] : []), { headsEveryMs: 60_000 });
    const types = await listen(one, anna);
    const goes = await listen(two, ben);
    fate.entries = false;
    await one.audience.change(room, anna, ben, 'removed');
    await types.ask('typing.start', { conversationId: room });
    two.realtime.toUser(ben, 'presence', { changes: [] });
    await until(() => expect(goes.heard.map((h) => h.event)).toEqual(['presence']));
  });

  it('joins one whose hint was lost when the own log tells of it', async () => {
    await start((_, packet) => (packet.t === 'audience' ? [] : [0]));
    const carla = await one.audience.createUser();
    const added = await listen(two, carla);
    const seq = await one.audience.change(room, anna, carla, 'added');
    await one.append(room, anna, 'hello');
    await one.noteJoined(carla, room, seq);
    await until(() => expect(added.seqs(room)).toEqual([1, 2]));
    expect(added.userEvents.map((e) => e.type)).toEqual(['groups.joined.v1']);
  });
});
