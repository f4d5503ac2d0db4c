import { describe, expect, it } from 'vitest';
import { ParleyError } from '../../../sdk/index.js';
import type { Api } from '../../../sdk/rest/api.js';
import type { HistoryWriter, Unstamped } from '../history/index.js';
import { Asking } from './asking.js';
import type { Device } from './device.js';
import type { Person } from './person.js';
import { Random } from './random.js';
import { Recorder } from './recorder.js';
import { Room } from './room.js';
import { resolveSends, sayLastWords, untilDevicesAreThere } from './settle.js';
import { World } from './world.js';

const NEVER_MS = 600_000;
const PATIENCE_MS = 100;
const asking = new Asking({ mark: () => undefined } as unknown as Recorder, PATIENCE_MS);

/** One device, in no conversation or in one. */
const worldOf = (device: Partial<Device>, member: boolean) =>
  ({
    everybody: [{ id: 'me', devices: [device] } as unknown as Person],
    rooms: [{ id: 'room', owner: ownerOf(member ? ['me'] : []) }],
    places: { nodes: [] },
  }) as unknown as World;

const ownerOf = (members: string[]) => ({
  anyNode: () => ({ name: 'node-1' }),
  rest: () => ({
    api: {
      conversations: {
        get: async () => ({ headSeq: 7 }),
        members: async () => ({ items: members.map((userId) => ({ userId })) }),
      },
    },
  }),
});

const at = (appliedSeq: number) => ({ appliedSeq }) as ReturnType<Device['item']>;

it('waits until a member has everything and an ex-member lists nothing any more', async () => {
  let item = at(6);
  const settled = { member: false, other: false };
  const device = { live: true, item: () => item };
  const member = untilDevicesAreThere(worldOf(device, true), asking, NEVER_MS).then(() => (settled.member = true));
  await expect(untilDevicesAreThere(worldOf(device, false), asking, 300)).resolves.toBeUndefined();
  expect(settled.member).toBe(false);
  item = at(7);
  await member;
  const other = untilDevicesAreThere(worldOf(device, false), asking, NEVER_MS).then(() => (settled.other = true));
  await expect(untilDevicesAreThere(worldOf(device, false), asking, 300)).resolves.toBeUndefined();
  expect(settled.other).toBe(false);
  item = null;
  await other;
});

it('waits for nothing in a conversation of which no node says anything', async () => {
  const world = worldOf({ live: true, item: () => at(6) }, true);
  const { rest } = world.rooms[0]!.owner;
  const get = () => Promise.reject(new ParleyError({ status: 503, code: 'platform.unavailable', title: 'No' }));
  world.rooms[0]!.owner.rest = (node) => ({ ...rest(node), api: { conversations: { get } } as unknown as Api });
  await untilDevicesAreThere(world, asking, NEVER_MS);
});

it('waits no longer when the run is stopped', async () => {
  const over = new AbortController();
  const waiting = untilDevicesAreThere(
    worldOf({ live: false, item: () => null }, false),
    asking,
    NEVER_MS,
    over.signal,
  );
  over.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

describe('a send of which nobody knows what became', () => {
  const [one, other] = [1, 2].map((n) => ({ name: `node-${n}`, url: `http://127.0.0.1:${n}` })) as [Node, Node];
  type Node = { name: string; url: string };
  type Answer = (node: Node, tried: number) => { id: string; seq: number } | [status: number, code: string];

  /** What is noted at the end of one such send, or of others, and how often it was tried. */
  async function resolved(answer: Answer, withinMs = NEVER_MS, unsettle = sendOne) {
    const lines: Unstamped[] = [];
    const writer = { now: () => 0, call: () => lines.length, write: (line: Unstamped) => void lines.push(line) };
    let tried = 0;
    const send = (node: Node) => async () => {
      const said = answer(node, ++tried);
      if (!Array.isArray(said)) return said;
      throw new ParleyError({ status: said[0], code: said[1], title: 'No' });
    };
    const person = {
      ...{ name: 'u1', anyNode: () => one, body: () => '~s:u1:1~' },
      rest: (node: Node) => ({ who: { process: 'u1' }, api: { messages: { send: send(node) } } }),
    } as unknown as Person;
    const places = { fronts: [], nodes: [one, other] };
    const recorder = new Recorder(writer as unknown as HistoryWriter);
    const world = new World([person], person, places, recorder, new Random('any'), 'epoch');
    const room = new Room('room', person, [person]);
    world.rooms.push(room, room);
    unsettle(world);
    await resolveSends(world, withinMs);
    return { tried, left: world.unresolved.size, marks: lines.filter(({ phase }) => phase === 'mark') };
  }
  function sendOne({ unresolved, rooms: [room], people: [person] }: World): void {
    unresolved.set('m', { person: person!, room: room!, body: '~s:u1:2~' });
  }
  const noted = (because: string, promised: boolean, what = 'a message to room') => [
    expect.objectContaining({
      op: 'no-answer',
      process: 'u1',
      result: { what, because, promised, clientMessageId: expect.any(String) },
    }),
  ];

  it('is repeated until it is acked, also past a limit and a node that is not ready', async () => {
    const answers: Array<[number, string]> = [
      [429, 'platform.rate_limited'],
      [0, 'client.timeout'],
      [503, 'platform.unavailable'],
      [401, 'platform.unauthenticated'],
    ];
    const { tried, left, marks } = await resolved((_, n) => answers[n - 1] ?? { id: 'm', seq: 1 });
    expect([tried, left, marks]).toEqual([5, 0, []]);
  });

  it('is known not to have happened where it is refused for good', async () => {
    const { tried, left, marks } = await resolved(() => [404, 'messaging.conversation_not_found']);
    expect([tried, left, marks]).toEqual([1, 0, []]);
  });

  it('is noted where the conversation takes nothing more, which was promised', async () => {
    const { tried, marks } = await resolved(() => [503, 'platform.unavailable'], 300);
    expect(tried).toBeGreaterThan(1);
    expect(marks).toEqual(noted('503 platform.unavailable', true));
  });

  it('is noted where a limit kept it from an answer to the last, which breaks no promise', async () => {
    const { marks } = await resolved(() => [429, 'platform.rate_limited'], 300);
    expect(marks).toEqual(noted('429 platform.rate_limited', false));
  });

  it('is one more in every conversation, and each node has to take its own', async () => {
    const answer: Answer = (node) => (node === other ? [503, 'platform.unavailable'] : { id: 'm', seq: 1 });
    const { tried, left, marks } = await resolved(answer, 300, sayLastWords);
    expect([tried > 2, left]).toEqual([true, 1]);
    expect(marks).toEqual(noted('503 platform.unavailable', true, 'a message to room at node-2'));
  });
});
