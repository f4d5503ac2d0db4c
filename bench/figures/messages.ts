import { pairs, rooms, type Shape } from '../drivers/driver.js';
import { closedLoop } from '../loads/loops.js';
import type { Load } from './chat-side.js';
import { ratio, type Figure } from './figure.js';
import { BATCH, bareBatch, bareOne, everybody, ONE, PARLEY, parley, sidesOf } from './sides.js';
import { WritesSide } from './writes-side.js';

export const USERS = 200;
export const LATENCY_RATE = 1000;
/** Senders per room in closed loop, so that a room's rate is not bound by what its members hear. */
const SENDERS_PER_ROOM = 20;

export const roomSenders = (shape: Shape): number[] =>
  everybody(shape).slice(0, Math.min(shape.users, SENDERS_PER_ROOM * shape.conversations.length));

export const closed =
  (shape: Shape): Load =>
  (traffic) =>
    closedLoop(traffic, everybody(shape), 1);

const direct = pairs(USERS);

export const directFigure: Figure = {
  name: 'direct',
  title: 'durable acked direct messages, 200 users, one in flight each',
  cores: 'shared',
  sides: sidesOf(direct, closed(direct), [parley, bareBatch, bareOne]),
  rows: [
    {
      what: 'durable acked direct messages/s',
      partner: 'bare Socket.IO + pg, group commit',
      compare: ratio('ackedPerSecond', PARLEY, BATCH),
      unit: '×',
      better: 'higher',
      marks: { goal: 0.65, stretch: 0.85 },
    },
    {
      what: 'durable acked direct messages/s',
      partner: 'the same, one statement per message',
      compare: ratio('ackedPerSecond', PARLEY, ONE),
      unit: '×',
      better: 'higher',
      marks: { floor: 1 },
    },
    {
      what: 'p99 of delivery at saturation',
      partner: 'bare Socket.IO + pg, group commit',
      compare: ratio('deliveryP99', PARLEY, BATCH),
      unit: '×',
      better: 'lower',
      marks: {},
    },
  ],
};

export const writesFigure: Figure = {
  name: 'writes',
  title: 'durable acked direct messages against the raw batched writes alone',
  cores: 'shared',
  sides: async (context) => [
    ...(await sidesOf(direct, closed(direct), [parley])(context)),
    new WritesSide(
      'writes-batch',
      'batch',
      await context.postgres.createDatabase('writes_batch'),
      { users: USERS, conversations: USERS >> 1 },
      context,
    ),
  ],
  rows: [
    {
      what: 'durable acked direct messages/s',
      partner: 'raw batched writes, no sockets',
      compare: ratio('ackedPerSecond', PARLEY, 'writes-batch'),
      unit: '×',
      better: 'higher',
      marks: { floor: 0.15, goal: 0.25, stretch: 0.35 },
    },
  ],
};

function roomFigure(count: number, size: number): Figure {
  const shape = rooms(count, size);
  const senders = roomSenders(shape);
  return {
    name: `rooms-${count}x${size}`,
    title: `${count} room(s) of ${size}, durable, ${senders.length} senders with one in flight each`,
    cores: 'shared',
    sides: sidesOf(shape, (traffic) => closedLoop(traffic, senders, 1), [parley, bareBatch]),
    rows: [
      {
        what: count === 1 ? `one room of ${size}: messages/s` : `${count} rooms of ${size}: messages/s`,
        partner: 'bare Socket.IO + pg, group commit',
        compare: ratio('ackedPerSecond', PARLEY, BATCH),
        unit: '×',
        better: 'higher',
        marks: { floor: 0.6, goal: 1 },
      },
    ],
  };
}

export const manyRoomsFigure = roomFigure(20, 10);
export const oneRoomFigure = roomFigure(1, 200);

const hot = rooms(1, USERS);

export const hotFigure: Figure = {
  name: 'hot',
  title: 'all 200 users write into one conversation and all hear it',
  cores: 'shared',
  sides: async (context) => [
    ...(await sidesOf(hot, closed(hot), [parley, bareOne])(context)),
    new WritesSide(
      'writes-one-hot',
      'one',
      await context.postgres.createDatabase('writes_hot'),
      { users: USERS, conversations: 1 },
      context,
    ),
  ],
  rows: [
    {
      what: 'everybody writes into one conversation: messages/s',
      partner: 'one statement per message, no sockets, nobody hears it',
      compare: ratio('ackedPerSecond', PARLEY, 'writes-one-hot'),
      unit: '×',
      better: 'higher',
      marks: { floor: 1, goal: 3, stretch: 8 },
    },
    {
      what: 'everybody writes into one conversation: messages/s',
      partner: 'bare Socket.IO, one statement per message, all hear it',
      compare: ratio('ackedPerSecond', PARLEY, ONE),
      unit: '×',
      better: 'higher',
      marks: {},
    },
  ],
};
