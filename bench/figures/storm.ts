import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ResumeInput } from '../../src/contract/index.js';
import { pause } from '../lib/async.js';
import { DatabaseLoad } from '../lib/database-load.js';
import { Histogram } from '../lib/histogram.js';
import { treeCpuSeconds } from '../lib/proc.js';
import { rooms, type Connection, type Driver } from '../drivers/driver.js';
import { BareDriver } from '../drivers/bare.js';
import { ParleyDriver } from '../drivers/parley.js';
import { comeBack } from '../loads/come-back.js';
import { openLoop } from '../loads/loops.js';
import { ChatSide } from './chat-side.js';
import { alone, ratio, type Context, type Figure, type Sample } from './figure.js';
import { BATCH, PARLEY } from './sides.js';

const ROOMS = 200;
const CUT_PER_ROOM = 10;
const CUT = ROOMS * CUT_PER_ROOM;
const PER_SECOND = 200;
/** In which 2,000 sockets are closed; what comes after is their coming back. */
const AT_ONCE_MS = 1_000;
/** Before each stretch: what the one before left to the relay and to Postgres is done, and calm is calm. */
const REST_MS = 11_000;
/** Two pools of DATABASE_POOL connections (10), one for the send and sync path and one for the rest. */
const POOL = 20;

// Users 0 to 199, one in each room, stay connected and write; the other ten of each room are cut.
const shape = rooms(ROOMS, CUT_PER_ROOM + 1);
const healthy = Array.from({ length: ROOMS }, (_, user) => user);
const cut = Array.from({ length: CUT }, (_, i) => ROOMS + i);

interface Storm {
  back: Histogram;
  ackP99: number;
  acks: Record<string, number>;
  cpu: Record<string, number>;
}

/** A calm stretch, then the network of 2,000 sockets is lost at once and each comes back with the waits of the product's library. */
class StormSide extends ChatSide {
  /** Connections that were not made, each tried again. */
  private failures = 0;

  constructor(
    driver: Driver,
    private readonly databaseUrl: string,
    context: Context,
  ) {
    super(driver, shape, (traffic) => openLoop(traffic, healthy, PER_SECOND), context.times, context.postgres);
  }

  override async window(): Promise<Sample> {
    const database = await DatabaseLoad.open(this.databaseUrl);
    try {
      return await this.measured(database);
    } finally {
      await database.close();
    }
  }

  private async measured(database: DatabaseLoad): Promise<Sample> {
    await this.postgres.checkpoint();
    await pause(REST_MS);
    const atStart = await database.statements();
    const sentAtStart = this.traffic.sent;
    const calm = await this.run(this.load);
    const faults = await this.settle();
    await pause(REST_MS);
    const atCut = await database.statements();
    const sentAtCut = this.traffic.sent;

    database.watch();
    const { back, ackP99, acks, cpu } = await this.storm();
    const connections = await database.most();
    faults.push(...(await this.settle()));
    const perMessage = (atCut - atStart) / (sentAtCut - sentAtStart);
    const ofMessages = perMessage * (this.traffic.sent - sentAtCut);
    const statements = ((await database.statements()) - atCut - ofMessages) / CUT;

    const lost = healthy.filter((user) => !this.traffic.connected(user)).length;
    if (lost) faults.push(`${lost} connections that were not cut did not stay`);
    if (back.count < CUT) faults.push(`${CUT - back.count} of ${CUT} did not come back`);
    const { p50, p99, max } = back.summary();
    const resumed = { resumedP50: p50, resumedP99: p99, resumedMax: max, failures: this.failures };
    const disturbed = { calmAckP99: calm.ackP99, stormAckP99: ackP99, ...acks };
    return { values: { ...resumed, ...disturbed, statements, connections, ...cpu }, faults };
  }

  private async storm(): Promise<Storm> {
    const stop = this.load(this.traffic);
    await pause(this.times.warmupSeconds * 1000);
    this.traffic.resetWindow();
    this.failures = 0;
    const back = new Histogram();
    // Both sides of every socket are answered here too: what the driver itself is late by is in every ack.
    const late = monitorEventLoopDelay({ resolution: 2 });
    late.enable();
    const before = this.cpuSeconds();
    const start = performance.now();
    for (const user of cut) this.traffic.detach(user);
    const coming = cut.map((user) => this.comeBack(user).then((came) => came && back.add(performance.now() - start)));
    await pause(AT_ONCE_MS);
    const closing = this.traffic.acks;
    this.traffic.resetWindow();
    await Promise.all([pause(this.times.seconds * 1000 - AT_ONCE_MS), ...coming]);
    const rest = this.traffic.acks;
    stop();
    late.disable();
    const after = this.cpuSeconds();
    // With the messages written meanwhile; what a busier machine takes longer for, it does not take more of.
    const cpu = {
      serverMsEach: ((after.server - before.server) * 1000) / CUT,
      postgresMsEach: ((after.postgres - before.postgres) * 1000) / CUT,
      driverLateP99: late.percentile(99) / 1e6,
      driverLateMax: late.max / 1e6,
    };
    const acks = {
      cutAckMax: closing.summary().max,
      comingAckP99: rest.summary().p99,
      comingAckMax: rest.summary().max,
    };
    return { back, ackP99: closing.plus(rest).summary().p99, acks, cpu };
  }

  private cpuSeconds(): { server: number; postgres: number } {
    return { server: treeCpuSeconds(this.pids()), postgres: treeCpuSeconds(this.postgres.pids) };
  }

  private async comeBack(user: number): Promise<boolean> {
    const connection = await comeBack(
      () => this.connect(user),
      () => this.failures++,
    );
    if (connection) this.traffic.attach(user, connection);
    return connection !== undefined;
  }
}

/** Each resumes from where it stood: everything said meanwhile has to reach it, once and in order. */
class ParleyStorm extends StormSide {
  private readonly standing: ResumeInput[] = [];

  constructor(
    private readonly parley: ParleyDriver,
    databaseUrl: string,
    context: Context,
  ) {
    super(parley, databaseUrl, context);
  }

  override async window(): Promise<Sample> {
    this.parley.resumesRefused = 0;
    const { values, faults } = await super.window();
    return { values: { ...values, refused: this.parley.resumesRefused }, faults };
  }

  protected override connect(user: number): Promise<Connection> {
    const standing = (this.standing[user] ??= { epoch: null, userSeq: 0, conversations: {} });
    return this.parley.connect(user, this.traffic, undefined, standing);
  }
}

/** What is said while they are away is lost to them, so nothing is owed to those who are cut. */
class BareStorm extends StormSide {
  override async start(): Promise<void> {
    await super.start();
    this.traffic.leaveOut(cut);
  }
}

const row = (
  what: string,
  value: string,
  unit: Figure['rows'][number]['unit'],
  marks: object,
): Figure['rows'][number] => ({
  what,
  partner: '–',
  compare: alone(value, PARLEY),
  unit,
  better: 'lower',
  marks,
});

export const stormFigure: Figure = {
  name: 'storm',
  title: `${CUT} sockets cut at once while ${ROOMS} others write ${PER_SECOND} messages/s into their rooms`,
  cores: 'shared',
  statements: true,
  sides: async (context) => {
    const url = await context.postgres.createDatabase('parley');
    const bare = await context.postgres.createDatabase('bare_batch');
    await DatabaseLoad.count(url);
    await DatabaseLoad.count(bare);
    return [
      new ParleyStorm(new ParleyDriver(PARLEY, url), url, context),
      new BareStorm(new BareDriver(BATCH, { store: 'batch', databaseUrl: bare }), bare, context),
    ];
  },
  rows: [
    row(`all ${CUT} resumed after`, 'resumedMax', 'ms', { floor: 30_000, goal: 10_000 }),
    {
      ...row('p99 of ack of those that were not cut, during the storm', 'stormAckP99', '×', { floor: 5, goal: 2 }),
      partner: 'the calm stretch before it',
      compare: { how: 'ratio', side: PARLEY, value: 'stormAckP99', partner: PARLEY, partnerValue: 'calmAckP99' },
    },
    {
      ...row('the same p99 against that of the bare server', 'stormAckP99', '×', { floor: 4, goal: 2 }),
      partner: 'bare Socket.IO, the same cut',
      compare: ratio('stormAckP99', PARLEY, BATCH),
    },
    {
      ...row('worst ack of a message written in the second of the cut', 'cutAckMax', '×', {}),
      partner: 'bare Socket.IO, the same cut',
      compare: ratio('cutAckMax', PARLEY, BATCH),
    },
    {
      ...row('p99 of ack after that second, while they come back', 'comingAckP99', '×', {}),
      partner: 'the calm stretch before it',
      compare: { how: 'ratio', side: PARLEY, value: 'comingAckP99', partner: PARLEY, partnerValue: 'calmAckP99' },
    },
    row('statements per reconnect', 'statements', 'each', {}),
    row('most connections to PostgreSQL at once', 'connections', 'each', { floor: POOL }),
  ],
};
