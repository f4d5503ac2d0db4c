import { inParallel, pause } from '../lib/async.js';
import { treeRssKiB } from '../lib/proc.js';
import { rooms, type Connection, type Driver, type Receiver, type Shape } from '../drivers/driver.js';
import { ratio, type Context, type Figure, type Sample, type Side } from './figure.js';
import { BareDriver } from '../drivers/bare.js';
import { PARLEY, parley } from './sides.js';

const BARE = 'bare-idle';
const ROOM = 10;
const CONNECTS_AT_ONCE = 100;
/** Connections per source address: well below the 28,000 ephemeral ports, with those of earlier windows still in TIME_WAIT. */
const PER_ADDRESS = 8192;
/** Connected and gone before the baseline is taken, so that compiled code and first-use buffers are not counted as connections. */
const WARM_UP = 500;
/** Long enough for what the product does for every socket now and then (heads go out every 10 s). */
const SETTLE_MS = 12_000;

const deaf: Receiver = { acked: () => undefined, refused: () => undefined, delivered: () => undefined };

/** Memory of idle connections: a fresh server process per window, its resident memory before and after everybody has connected and joined. */
class IdleSide implements Side {
  constructor(
    private readonly driver: Driver,
    private readonly shape: Shape,
  ) {}

  get name(): string {
    return this.driver.name;
  }

  start(): Promise<void> {
    return this.driver.start(this.shape);
  }

  async window(): Promise<Sample> {
    await this.driver.restart();
    for (const warm of await this.connect(Math.min(WARM_UP, this.shape.users), '127.1')) warm.destroy();
    await pause(SETTLE_MS);
    const before = treeRssKiB(this.driver.pids());
    const start = performance.now();
    const connections = await this.connect(this.shape.users, '127.0');
    const connectSeconds = (performance.now() - start) / 1000;
    await pause(SETTLE_MS);
    const after = treeRssKiB(this.driver.pids());
    const gone = connections.filter((connection) => !connection.open()).length;
    for (const connection of connections) connection.destroy();
    await pause(SETTLE_MS / 4);
    return {
      values: {
        kibPerConnection: (after - before) / connections.length,
        baseMiB: before / 1024,
        connectsPerSecond: connections.length / connectSeconds,
      },
      faults: [...(gone ? [`${gone} connections did not stay`] : []), ...(await this.driver.faults())],
    };
  }

  private connect(count: number, network: string): Promise<Connection[]> {
    return inParallel(count, CONNECTS_AT_ONCE, (user) =>
      this.driver.connect(user, deaf, `${network}.${1 + Math.floor(user / PER_ADDRESS)}.1`),
    );
  }

  pids(): number[] {
    return this.driver.pids();
  }

  stop(): Promise<void> {
    return this.driver.stop();
  }
}

export const idleFigure: Figure = {
  name: 'idle',
  title: 'resident memory per idle signed-in joined connection (--connections, default 10000)',
  cores: 'shared',
  sides: async (context: Context) => {
    const shape = rooms(Math.max(1, Math.round(context.options.connections / ROOM)), ROOM);
    return [
      new IdleSide(await parley(context), shape),
      new IdleSide(new BareDriver(BARE, { store: 'none', nodeOptions: [] }), shape),
    ];
  },
  rows: [
    {
      what: 'resident KiB per idle signed-in joined connection',
      partner: 'bare Socket.IO, joined to one room',
      compare: ratio('kibPerConnection', PARLEY, BARE),
      unit: '×',
      better: 'lower',
      marks: { floor: 2.5, goal: 1.7 },
    },
  ],
};
