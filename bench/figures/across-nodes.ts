import { noticeOf, pairs, rooms, type Shape } from '../drivers/driver.js';
import { ParleyDriver } from '../drivers/parley.js';
import { StockNodesDriver } from '../drivers/stock-nodes.js';
import { broadcastLoop, deliveryLoop, openLoop } from '../loads/loops.js';
import { ChatSide, type Load } from './chat-side.js';
import { ratio, type Context, type Figure, type Sample } from './figure.js';
import { closed, LATENCY_RATE, USERS } from './messages.js';
import { everybody, PARLEY, parley, sidesOf, type MakeDriver } from './sides.js';

const STOCK = 'stock-adapter';
const NOTICES = 'stock-notices';
const PARTNER = 'two bare Socket.IO nodes with @socket.io/redis-adapter, nothing stored';
const RECEIVERS = 1000;
const IN_FLIGHT = 16;

type NodeOf = (user: number) => number;
const NODES = 2;
/** The two of a direct conversation are on different nodes. */
const apart: NodeOf = (user) => user & 1;
/** The speaker on one node, everybody else on the other. */
const speakerApart: NodeOf = (user) => (user === 0 ? 0 : 1);

const parleyNodes =
  (nodeOf: NodeOf, packet: 'message' | 'typing' = 'message', name = PARLEY): MakeDriver =>
  async ({ postgres }) =>
    new ParleyDriver(name, await postgres.createDatabase(name.replace(/\W/g, '_')), { nodes: NODES, nodeOf, packet });
const stock =
  (nodeOf: NodeOf): MakeDriver =>
  async () =>
    new StockNodesDriver(STOCK, nodeOf);
const stockNotices: MakeDriver = async () => new StockNodesDriver(NOTICES, apart, noticeOf);

const direct = pairs(USERS);
/** Both of a direct conversation on the same node, half of the conversations on each. */
const together: NodeOf = (user) => (user >> 1) & 1;
const TWO = 'parley-two';
const STORED = 'parley-stored';
const oneEach: Load = (traffic) => deliveryLoop(traffic, everybody(direct), 1);

/** Two cores are busy with one node already: what a second one costs, not what it brings on a machine of its own. */
export const twoNodesFigure: Figure = {
  name: 'two-nodes',
  title: `durable acked direct messages on one node and on ${NODES} on the same cores, ${USERS} users, one in flight each`,
  cores: 'shared',
  sides: sidesOf(direct, closed(direct), [parley, parleyNodes(together, 'message', TWO)]),
  rows: [
    {
      what: `durable acked direct messages/s of ${NODES} nodes`,
      partner: 'one node on the same two cores',
      compare: ratio('ackedPerSecond', TWO, PARLEY),
      unit: '×',
      better: 'higher',
      marks: {},
    },
  ],
};

export const acrossDirectFigure: Figure = {
  name: 'across-direct',
  title: `deliveries to one recipient on the other of ${NODES} nodes, ${USERS} users, one in flight each`,
  cores: 'shared',
  sides: sidesOf(direct, oneEach, [
    parleyNodes(apart, 'typing'),
    stockNotices,
    parleyNodes(apart, 'message', STORED),
    stock(apart),
  ]),
  rows: [
    {
      what: 'deliveries/s to one recipient on the other node, stored nowhere (typing notices)',
      partner: `${PARTNER}, packets as long`,
      compare: ratio('deliveredPerSecond', PARLEY, NOTICES),
      unit: '×',
      better: 'higher',
      marks: { floor: 1, goal: 2, stretch: 4 },
    },
    {
      what: 'deliveries/s to one recipient on the other node, each a durable message',
      partner: PARTNER,
      compare: ratio('deliveredPerSecond', STORED, STOCK),
      unit: '×',
      better: 'higher',
      marks: {},
    },
  ],
};

// Half of the pairs are apart, half together, so that both are measured in one deployment.
const mixed: Shape = pairs(2 * USERS);
const mixedNode: NodeOf = (user) => (user < USERS ? apart(user) : (user >> 1) & 1);

/** The rate of the goal, and one at which the cores have nothing else to do: what the way takes, without waiting for a core. */
const RATES = [LATENCY_RATE, 100];

class AcrossLatencySide extends ChatSide {
  /** In turns first and second, as sides of their own would be. */
  private readonly halves: Array<[where: string, from: number]> = [
    ['across', 0],
    ['same', USERS],
  ];

  override async window(): Promise<Sample> {
    const faults: string[] = [];
    const values: Record<string, number> = {};
    this.halves.reverse();
    for (const rate of RATES)
      for (const [where, from] of this.halves) {
        await this.postgres.checkpoint();
        const senders = everybody(direct).map((user) => from + user);
        const window = await this.run((traffic) => openLoop(traffic, senders, rate));
        values[`${where}P50At${rate}`] = window.deliveryP50;
        values[`${where}P99At${rate}`] = window.deliveryP99;
        faults.push(...(await this.settle()));
      }
    return { values, faults };
  }
}

const addedAt = (rate: number, marks: Figure['rows'][number]['marks']): Figure['rows'][number] => ({
  what: `p50 of delivery to the other node at ${rate}/s, above the same node's`,
  partner: 'the same node',
  compare: {
    how: 'difference',
    side: PARLEY,
    value: `acrossP50At${rate}`,
    partner: PARLEY,
    partnerValue: `sameP50At${rate}`,
  },
  unit: 'ms',
  better: 'lower',
  marks,
});

export const acrossLatencyFigure: Figure = {
  name: 'across-latency',
  title: `delivery at ${RATES.join(' and ')} durable direct messages/s to the other of ${NODES} nodes and to the same`,
  cores: 'shared',
  sides: async (context: Context) => [
    new AcrossLatencySide(
      await parleyNodes(mixedNode)(context),
      mixed,
      () => () => undefined,
      context.times,
      context.postgres,
    ),
  ],
  rows: [addedAt(LATENCY_RATE, { floor: 1.5, goal: 0.7, stretch: 0.4 }), addedAt(100, {})],
};

const hall = rooms(1, RECEIVERS + 1);

export const acrossRoomFigure: Figure = {
  name: 'across-room',
  title: `deliveries to a room of ${RECEIVERS} on the other of ${NODES} nodes, ${IN_FLIGHT} messages in flight`,
  cores: 'shared',
  sides: sidesOf(hall, (traffic) => broadcastLoop(traffic, 0, RECEIVERS, IN_FLIGHT), [
    parleyNodes(speakerApart),
    stock(speakerApart),
  ]),
  rows: [
    {
      what: `deliveries/s to a room of ${RECEIVERS} on the other node, ${IN_FLIGHT} in flight, each stored`,
      partner: PARTNER,
      compare: ratio('deliveredPerSecond', PARLEY, STOCK),
      unit: '×',
      better: 'higher',
      marks: { floor: 1, goal: 2 },
    },
  ],
};
