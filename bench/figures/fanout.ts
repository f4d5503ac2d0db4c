import { pairs, rooms } from '../drivers/driver.js';
import { broadcastLoop, closedLoop, openLoop } from '../loads/loops.js';
import { difference, ratio, type Figure } from './figure.js';
import {
  bareEcho,
  bareEmit,
  bareTogether,
  ECHO,
  EMIT,
  everybody,
  PARLEY,
  parley,
  parleyNoop,
  sidesOf,
  TOGETHER,
} from './sides.js';

const RECEIVERS = 1000;
const IN_FLIGHT = 16;
const LONE_PER_SECOND = 10;
const ECHO_USERS = 200;

// One writes, a thousand hear it; the last of them is the stock client.
const hall = rooms(1, RECEIVERS + 1);
const SPEAKER = 0;
const witness = { stockUser: RECEIVERS };

export const fanoutFigure: Figure = {
  name: 'fanout',
  title: `deliveries to a room of ${RECEIVERS}, ${IN_FLIGHT} messages in flight, unmodified Socket.IO wire`,
  cores: 'split',
  sides: sidesOf(
    hall,
    (traffic) => broadcastLoop(traffic, SPEAKER, RECEIVERS, IN_FLIGHT),
    [parley, bareEmit, bareTogether],
    witness,
  ),
  rows: [
    {
      what: `deliveries/s to a room of ${RECEIVERS}, ${IN_FLIGHT} in flight`,
      partner: 'bare Socket.IO io.to().emit, nothing stored',
      compare: ratio('deliveredPerSecond', PARLEY, EMIT),
      unit: '×',
      better: 'higher',
      marks: { floor: 0.9, goal: 3, stretch: 6 },
    },
    {
      what: `deliveries/s to a room of ${RECEIVERS}, ${IN_FLIGHT} in flight`,
      partner: 'frames put together without any safeguard, nothing stored',
      compare: ratio('deliveredPerSecond', PARLEY, TOGETHER),
      unit: '×',
      better: 'higher',
      marks: {},
    },
  ],
};

export const loneFigure: Figure = {
  name: 'lone',
  title: `a lone broadcast to ${RECEIVERS}, ${LONE_PER_SECOND}/s`,
  cores: 'split',
  sides: sidesOf(hall, (traffic) => openLoop(traffic, [SPEAKER], LONE_PER_SECOND), [parley, bareEmit], witness),
  rows: [
    {
      what: `p50 of a lone broadcast to ${RECEIVERS}, above the partner's`,
      partner: 'bare Socket.IO io.to().emit, nothing stored',
      compare: difference('deliveryP50', PARLEY, EMIT),
      unit: 'ms',
      better: 'lower',
      marks: { floor: 10, goal: 2 },
    },
  ],
};

const echoShape = pairs(ECHO_USERS);

export const echoFigure: Figure = {
  name: 'echo',
  title: `acked no-op event, ${ECHO_USERS} connections, one in flight each`,
  cores: 'split',
  sides: sidesOf(echoShape, (traffic) => closedLoop(traffic, everybody(echoShape), 1), [parleyNoop, bareEcho], {
    silent: true,
  }),
  rows: [
    {
      what: 'acked no-op events/s through gateway and validation',
      partner: 'bare Socket.IO echo',
      compare: ratio('ackedPerSecond', PARLEY, ECHO),
      unit: '×',
      better: 'higher',
      marks: { floor: 0.35, goal: 0.55, stretch: 0.75 },
    },
  ],
};

const ECHO_RATE = 5000;

export const echoLatencyFigure: Figure = {
  name: 'echo-latency',
  title: `acked no-op event at ${ECHO_RATE}/s offered, open loop`,
  cores: 'split',
  sides: sidesOf(echoShape, (traffic) => openLoop(traffic, everybody(echoShape), ECHO_RATE), [parleyNoop, bareEcho], {
    silent: true,
  }),
  rows: [
    {
      what: `p99 of the acked no-op at ${ECHO_RATE}/s`,
      partner: 'bare Socket.IO echo',
      compare: ratio('ackP99', PARLEY, ECHO),
      unit: '×',
      better: 'lower',
      marks: {},
    },
  ],
};
