import { expect, it } from 'vitest';
import { ParleyError } from '../../../sdk/index.js';
import type { Finals } from '../history/index.js';
import type { Person } from './person.js';
import { Asking } from './asking.js';
import { probe, probeAll } from './probe.js';
import { Random } from './random.js';
import { Room } from './room.js';
import type { World } from './world.js';

const TOKEN = '~7f:u1:1~';
const node = { name: 'node-1', url: '' };

/** A room with one member and one stranger, who are told `answer` whatever they ask. */
function room(answer: () => Promise<unknown>) {
  const api: unknown = new Proxy({}, { get: () => new Proxy({}, { get: () => answer }) });
  const person = (id: string) => ({ id, anyNode: () => node, rest: () => ({ api }) }) as unknown as Person;
  const [member, stranger] = [person('member'), person('stranger')];
  const made = new Room('r', member, [member]);
  made.tokens.add(TOKEN);
  const probes: Array<Finals['probe']> = [];
  const recorder = { now: () => 0, final: (_: 'probe', result: Finals['probe']) => probes.push(result) };
  const world = { rooms: [made], people: [member, stranger], random: new Random('x'), recorder } as unknown as World;
  return { world, made, stranger, probes };
}

it.each([
  ['who is not reached', ParleyError.local('client.network', 'The connection was lost')],
  ['who has no time', new ParleyError({ code: 'platform.unavailable', title: '', status: 503 })],
])('has not looked at a node %s', async (_, error) => {
  const { world, made, stranger, probes } = room(() => Promise.reject(error));
  await probe(world, stranger, made, node, 0);
  expect(probes).toEqual([]);
});

it('has looked where it was refused, and sees what a refusal tells', async () => {
  const refusal = { code: 'groups.not_found', title: '', status: 404, detail: `no ${TOKEN}` };
  const { world, made, stranger, probes } = room(() => Promise.reject(new ParleyError(refusal)));
  await probe(world, stranger, made, node, 0);
  expect(probes).toMatchObject([{ userId: 'stranger', looked: 1, found: [TOKEN] }]);
});

it('lets members look for deleted messages, at every place where a stranger looks', async () => {
  const { world, made, probes } = room(() => Promise.resolve({ conversations: { r: TOKEN } }));
  made.deleted.add(7);
  await probeAll(world, new Asking(world.recorder, 0));
  const places = (userId: string) => probes.filter((one) => one.userId === userId).map(({ where }) => where);
  expect(places('member').sort()).toEqual(places('stranger').sort());
  expect(probes.filter(({ userId }) => userId === 'member').every(({ deletedSeq }) => deletedSeq === 7)).toBe(true);
  expect(probes.filter(({ userId }) => userId === 'stranger').some(({ deletedSeq }) => deletedSeq)).toBe(false);
});
