import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JournalReader } from '../../../src/platform/journal/index.js';
import { Bus } from '../../../src/platform/realtime/index.js';
import { freshDatabase } from '../../support/database.js';
import { Barrier } from './support/barrier.js';
import { Client } from './support/client.js';
import { TestGateway } from './support/gateway.js';
import { startNode, type TestNode } from './support/node.js';

const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
let node: TestNode;
let anna: string;
let ben: string;
let room: string;
let client: Client;

/** Without heads, so that nothing repairs what a socket should have heard by itself. */
beforeEach(async () => {
  node = await startNode({ databaseUrl: (await freshDatabase()).url, timings: { headsEveryMs: 60_000 } });
  anna = await node.audience.createUser();
  ben = await node.audience.createUser();
  room = await node.audience.createConversation([anna]);
  client = await Client.connect(node.url, await node.token(ben));
});

afterEach(async () => {
  vi.restoreAllMocks();
  client.close();
  await node.close();
});

const resume = () => client.ask('sync.resume', { epoch: null, userSeq: 0, conversations: {} });
const add = () => node.audience.change(room, anna, ben, 'added');
const say = (text: string) => node.append(room, anna, text);

it('answers no resume while another one of the socket is opening the same streams', async () => {
  await add();
  const opening = new Barrier();
  vi.spyOn(node.app.get(JournalReader), 'heads').mockImplementationOnce(async () => {
    await opening.pass();
    throw new Error('the database went away');
  });
  const first = resume();
  await opening.reached;
  const belongings = vi.spyOn(node.audience, 'streamsOf');
  const second = resume();
  await until(() => expect(belongings).toHaveResolvedTimes(1));
  // What it found it asks for in the same turn.
  await new Promise((resolve) => setImmediate(resolve));
  opening.open();
  expect([(await first).ok, (await second).ok]).toEqual([false, false]);
  expect((await resume()).ok).toBe(true);
  await say('heard');
  await until(() => expect(client.seqs(room)).toEqual([2]));
});

it('lets nothing through unheard of a stream that is still being opened when a resume is answered', async () => {
  const gateway = node.app.get(TestGateway);
  const [registered, opening] = [new Barrier(), new Barrier()];
  gateway.resumeRegistered = registered.pass;
  const bus = node.app.get(Bus);
  const subscribe = bus.subscribe.bind(bus);
  vi.spyOn(bus, 'subscribe').mockImplementation(async (ids) => {
    if (ids.includes(room)) await opening.pass();
    return subscribe(ids);
  });
  const resumed = resume();
  await registered.reached;
  await add();
  await opening.reached;
  registered.open();
  expect(await resumed).toMatchObject({ ok: true, data: { events: { [room]: [1] } } });
  await say('while it is opened');
  opening.open();
  await until(() => expect(client.seqs(room)).toEqual([2]));
  await say('after it');
  await until(() => expect(client.seqs(room)).toEqual([2, 3]));
});

it('lets nothing through unheard of a stream that others listen to, joined while a resume was reading', async () => {
  const other = await Client.connect(node.url, await node.token(anna));
  await other.resume();
  const gateway = node.app.get(TestGateway);
  const [read, joining] = [new Barrier(), new Barrier()];
  gateway.resumeRead = read.pass;
  // The hint of the joining is acted on late.
  const reader = node.app.get(JournalReader);
  const head = reader.head.bind(reader);
  vi.spyOn(reader, 'head').mockImplementation(async (id) => {
    if (id === room) await joining.pass();
    return head(id);
  });
  const registered = new Barrier();
  gateway.resumeRegistered = registered.pass;
  const resumed = resume();
  await registered.reached;
  await add();
  await joining.reached;
  registered.open();
  await read.reached;
  await say('after the reading');
  // Catching up is held in the database, so that the answer comes first.
  const catching = new Barrier();
  const range = reader.range.bind(reader);
  vi.spyOn(reader, 'range').mockImplementation(async (...args) => {
    await catching.pass();
    return range(...args);
  });
  joining.open();
  await catching.reached;
  read.open();
  expect(await resumed).toMatchObject({ ok: true, data: { events: { [room]: [1] } } });
  catching.open();
  await until(() => expect(client.seqs(room)).toEqual([2]));
  await say('live');
  await until(() => expect(client.seqs(room)).toEqual([2, 3]));
  other.close();
});

it('follows a conversation that was joined after the registration had read, its hint unheard', async () => {
  const { audience } = node;
  const streamsOf = audience.streamsOf.bind(audience);
  vi.spyOn(audience, 'streamsOf').mockImplementationOnce(async (userId) => {
    const before = await streamsOf(userId);
    await node.noteJoined(ben, room, await add());
    return before;
  });
  expect(await resume()).toMatchObject({ ok: true, data: { events: { [room]: [1] } } });
  await say('heard');
  await until(() => expect(client.seqs(room).at(-1)).toBe(2));
});

it('makes one who was added a listener however long the database stays away', async () => {
  await resume();
  const reader = node.app.get(JournalReader);
  const head = reader.head.bind(reader);
  let failures = 0;
  vi.spyOn(reader, 'head').mockImplementation((id) =>
    id === room && failures++ < 6 ? Promise.reject(new Error('connect ECONNREFUSED')) : head(id),
  );
  await add();
  await until(() => expect(client.seqs(room)).toEqual([1]));
  await say('heard');
  await until(() => expect(client.seqs(room)).toEqual([1, 2]));
});
