import { rooms, pairs, type Shape } from '../drivers/driver.js';
import { XmppDriver } from '../drivers/xmpp.js';
import { closedLoop, openLoop } from '../loads/loops.js';
import { startEjabberd } from '../peers/ejabberd.js';
import { startProsody } from '../peers/prosody.js';
import { ratio, type Figure, type Row } from './figure.js';
import { closed, LATENCY_RATE, roomSenders, USERS } from './messages.js';
import { everybody, PARLEY, parley, sidesOf, type MakeDriver } from './sides.js';

const EJABBERD = 'ejabberd';
const PROSODY = 'prosody';
const STORED: Record<string, string> = {
  [EJABBERD]: 'ejabberd, archive in the same PostgreSQL',
  [PROSODY]: 'prosody, archive in the same PostgreSQL',
};

const ejabberd: MakeDriver = async ({ postgres }) =>
  new XmppDriver(EJABBERD, startEjabberd, await postgres.createDatabase('ejabberd'));
const prosody: MakeDriver = async ({ postgres }) =>
  new XmppDriver(PROSODY, startProsody, await postgres.createDatabase('prosody'));

const rateRow = (what: string, partner: string): Row => ({
  what,
  partner: STORED[partner]!,
  compare: ratio('ackedPerSecond', PARLEY, partner),
  unit: '×',
  better: 'higher',
  marks: { goal: 5 },
});

const tailRow = (what: string, goal: number): Row => ({
  what,
  partner: STORED[EJABBERD]!,
  compare: ratio('deliveryP99', PARLEY, EJABBERD),
  unit: '×',
  better: 'lower',
  marks: { goal },
});

const direct = pairs(USERS);

export const peersDirectFigure: Figure = {
  name: 'peers-direct',
  title: 'durable direct messages against real servers, 200 users in 100 pairs, one in flight each',
  cores: 'shared',
  sides: sidesOf(direct, closed(direct), [parley, ejabberd, prosody]),
  rows: [
    rateRow('durable acked direct messages/s', EJABBERD),
    rateRow('durable acked direct messages/s', PROSODY),
    tailRow('p99 of delivery at saturation', 1 / 20),
  ],
};

export const peersLatencyFigure: Figure = {
  name: 'peers-latency',
  title: `delivery at ${LATENCY_RATE} direct messages/s offered, open loop, against a real server`,
  cores: 'shared',
  sides: sidesOf(direct, (traffic) => openLoop(traffic, everybody(direct), LATENCY_RATE), [parley, ejabberd]),
  rows: [tailRow(`p99 of delivery at ${LATENCY_RATE} messages/s`, 1)],
};

function peersRooms(shape: Shape, what: string): Figure {
  const [count, size] = [shape.conversations.length, shape.users / shape.conversations.length];
  const senders = roomSenders(shape);
  return {
    name: `peers-rooms-${count}x${size}`,
    title: `${what} against real servers, durable, ${senders.length} senders with one in flight each`,
    cores: 'shared',
    sides: sidesOf(shape, (traffic) => closedLoop(traffic, senders, 1), [parley, ejabberd, prosody]),
    rows: [rateRow(`${what}: messages/s`, EJABBERD), rateRow(`${what}: messages/s`, PROSODY)],
  };
}

export const peersManyRoomsFigure = peersRooms(rooms(20, 10), '20 rooms of 10');
export const peersOneRoomFigure = peersRooms(rooms(1, USERS), `one room of ${USERS}`);
