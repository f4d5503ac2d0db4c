import type { Person } from '../driver/person.js';
import type { Room } from '../driver/room.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** W3: people are added, removed and leave while everybody talks, those who may not any more too. */
export async function churn(world: World): Promise<Workload> {
  const { random, people } = world;
  const rooms = [
    await world.group(people[0]!, random.some(people.slice(1), 8), 'joined'),
    await world.group(people[1]!, random.some(people.slice(2), 8), 'shared'),
    await world.group(people[2]!, random.some(people.slice(3), 5), 'joined'),
  ];
  const acts = [
    { weight: 50, act: talk },
    { weight: 12, act: intrude },
    { weight: 14, act: add },
    { weight: 12, act: remove },
    { weight: 5, act: leave },
    { weight: 4, act: promote },
    { weight: 3, act: rename },
  ];
  return {
    id: 'W3',
    what: `${rooms.length} groups whose members come and go`,
    weight: 18,
    step: () => random.weighted(acts).act(world, random.pick(rooms)),
  };
}

async function talk(world: World, room: Room): Promise<void> {
  const person = world.random.pick([...room.people]);
  if (world.random.chance(0.5)) return world.say(person, world.random.pick(person.devices), room);
  await once(world, person, room);
}

/** One who was removed tries to go on talking. */
async function intrude(world: World, room: Room): Promise<void> {
  if (room.left.size > 0) await once(world, world.random.pick([...room.left]), room);
}

async function once(world: World, person: Person, room: Room): Promise<void> {
  const attempt = { clientMessageId: world.newMessageId(), body: person.body(), ...world.anyWay(person) };
  await world.attempt(person, room, attempt);
}

async function add(world: World, room: Room): Promise<void> {
  const others = world.people.filter((one) => !room.people.has(one));
  if (others.length === 0) return;
  const person = world.random.pick(others);
  const { api, who, unanswered } = room.owner.rest(room.owner.anyNode());
  const args = { conversationId: room.id, userIds: [person.id] };
  const act = async () => {
    await api.conversations.addMembers(room.id, [person.id]);
    return {};
  };
  const answer = await world.recorder.call(who, 'add', args, act, unanswered);
  if (answer.outcome === 'ok') room.joined(person);
}

async function remove(world: World, room: Room): Promise<void> {
  const others = [...room.people].filter((one) => one !== room.owner);
  if (others.length < 3) return;
  const person = world.random.pick(others);
  const { api, who } = room.owner.rest(room.owner.anyNode());
  const answer = await world.recorder.call(who, 'remove', { conversationId: room.id, userId: person.id }, async () => {
    await api.conversations.removeMember(room.id, person.id);
    return {};
  });
  // Who may be out counts as out: he is watched as one, and added again like one.
  if (answer.outcome !== 'fail') room.gone(person);
}

async function leave(world: World, room: Room): Promise<void> {
  const others = [...room.people].filter((one) => one !== room.owner);
  if (others.length < 3) return;
  const person = world.random.pick(others);
  const { api, who } = person.rest(person.anyNode());
  const answer = await world.recorder.call(who, 'leave', { conversationId: room.id }, async () => {
    await api.conversations.leave(room.id);
    return {};
  });
  if (answer.outcome !== 'fail') room.gone(person);
}

async function promote(world: World, room: Room): Promise<void> {
  const person = world.random.pick([...room.people].filter((one) => one !== room.owner));
  const role = world.random.pick(['admin', 'member'] as const);
  const { api, who } = room.owner.rest(room.owner.anyNode());
  const args = { conversationId: room.id, userId: person.id, role };
  await world.recorder.call(who, 'role', args, async () => {
    await api.conversations.changeRole(room.id, person.id, role);
    return {};
  });
}

async function rename(world: World, room: Room): Promise<void> {
  const { api, who } = room.owner.rest(room.owner.anyNode());
  const title = `room ${world.random.below(1_000)}`;
  await world.recorder.call(who, 'title', { conversationId: room.id, title }, async () => {
    await api.conversations.rename(room.id, title);
    return {};
  });
}
