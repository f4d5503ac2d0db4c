import { inParallel, pause, until } from '../lib/async.js';
import { FaultProxy } from '../../test/faults/proxy/fault-proxy.js';
import { BareDriver } from '../drivers/bare.js';
import { rooms, type Driver } from '../drivers/driver.js';
import { ParleyDriver } from '../drivers/parley.js';
import { parleyStormClients } from '../drivers/parley-storm.js';
import { stockStormClients, type ConnectStorm, type StormClient } from '../drivers/storm.js';
import { Ledger } from '../loads/ledger.js';
import { alone, type Context, type Figure, type Sample, type Side } from './figure.js';
import { PARLEY } from './sides.js';

const STOCK = 'bare-stock';
const shape = rooms(20, 10);
const PER_SECOND = 200;
const OFFLINE_MS = 2000;
/** AnyCable's published comparison loses 15 % this way; 2 s of every 13 s offline. */
const ONLINE_MS = 11_000;
const QUIET_MS = 9000;
const DRAIN_MS = 60_000;

/** Everybody talks through one relay that loses the network for 2 s again and again. */
class StormSide implements Side {
  private proxy: FaultProxy | undefined;
  private readonly clients: StormClient[] = [];
  private ledger = new Ledger(shape);

  constructor(
    private readonly driver: Driver & { readonly port: number },
    private readonly connect: ConnectStorm,
    private readonly cycles: number,
    /** Whether a message that is never answered is a fault of the measurement; the stock client forgets some. */
    private readonly strict: boolean,
  ) {}

  get name(): string {
    return this.driver.name;
  }

  async start(): Promise<void> {
    await this.driver.start(shape);
    this.proxy = await FaultProxy.start({ target: this.driver.port });
    const receiver = {
      accepted: (id: number) => this.ledger.accepted(id),
      shown: (user: number, id: number) => this.ledger.shown(user, id),
      online: (user: number) => this.ledger.online(user),
    };
    this.clients.push(...(await inParallel(shape.users, 20, (user) => this.connect(user, this.proxy!.port, receiver))));
  }

  async window(): Promise<Sample> {
    const ledger = (this.ledger = new Ledger(shape));
    const stop = this.talk(ledger);
    for (let cycle = 0; cycle < this.cycles; cycle++) {
      await pause(ONLINE_MS / 2);
      this.proxy!.cutOff();
      await pause(OFFLINE_MS);
      this.proxy!.heal();
      await pause(ONLINE_MS / 2);
    }
    stop();
    await this.drain(ledger);
    ledger.finish();
    const { expected, lost, twice } = ledger.account();
    const { p50, p99, max } = ledger.catchUp.summary();
    return {
      values: {
        sent: ledger.sent,
        unaccepted: ledger.unaccepted(),
        expected,
        lost,
        twice,
        lostPercent: (100 * lost) / expected,
        lostOrTwice: lost + twice,
        catchUpP50: p50,
        catchUpP99: p99,
        catchUpMax: max,
      },
      faults: [
        ...(this.strict && ledger.unaccepted() ? [`${ledger.unaccepted()} unacked`] : []),
        ...(await this.driver.faults()),
      ],
    };
  }

  private talk(ledger: Ledger): () => void {
    const start = performance.now();
    const timer = setInterval(() => {
      for (const now = performance.now(); start + (ledger.sent * 1000) / PER_SECOND <= now;) {
        const user = ledger.sent % shape.users;
        this.clients[user]!.send(ledger.next(user));
      }
    }, 2);
    return () => clearInterval(timer);
  }

  /**
   * Done when everything is answered and shown. The bare partner never gets there, so for it also when nothing has come for a while; the product may
   * have clients that wait up to 30 s before they try again.
   */
  private async drain(ledger: Ledger): Promise<void> {
    let last = -1;
    let since = performance.now();
    await until(
      () => {
        const { lost } = ledger.account();
        const missing = lost + ledger.unaccepted();
        if (missing !== last) since = performance.now();
        last = missing;
        return missing === 0 || (!this.strict && performance.now() - since > QUIET_MS);
      },
      DRAIN_MS,
      200,
    );
  }

  pids(): number[] {
    return this.driver.pids();
  }

  async stop(): Promise<void> {
    for (const client of this.clients) await client.close();
    await this.proxy?.stop();
    await this.driver.stop();
  }
}

export const disconnectsFigure: Figure = {
  name: 'disconnects',
  title: `everybody offline ${OFFLINE_MS / 1000} s again and again (--cycles a window) at ${PER_SECOND} messages/s, ${shape.users} users in 20 rooms`,
  cores: 'shared',
  sides: async ({ postgres, options }: Context) => {
    const driver = new ParleyDriver(PARLEY, await postgres.createDatabase('parley'));
    const bare = new BareDriver(STOCK, { store: 'batch', databaseUrl: await postgres.createDatabase('bare_storm') });
    return [
      new StormSide(driver, parleyStormClients(driver), options.cycles, true),
      new StormSide(bare, stockStormClients(shape), options.cycles, false),
    ];
  },
  rows: [
    {
      what: 'messages lost or shown twice over 2 s disconnects of everybody',
      partner: 'bare Socket.IO, stock client',
      compare: { how: 'alone', side: PARLEY, value: 'lostOrTwice', partner: STOCK },
      unit: 'messages',
      better: 'lower',
      marks: { floor: 0, goal: 0 },
    },
    {
      what: 'share of deliveries lost',
      partner: 'bare Socket.IO, stock client',
      compare: { how: 'alone', side: PARLEY, value: 'lostPercent', partner: STOCK },
      unit: '%',
      better: 'lower',
      marks: { floor: 0 },
    },
    {
      what: 'p99 of catching up after being online again',
      partner: '–',
      compare: alone('catchUpP99', PARLEY),
      unit: 'ms',
      better: 'lower',
      marks: { goal: 1000 },
    },
  ],
};
