import { inParallel } from '../lib/async.js';
import { treeCpuSeconds } from '../lib/proc.js';
import type { BenchPostgres } from '../lib/postgres.js';
import type { Connection, Driver, Shape } from '../drivers/driver.js';
import { measure, type Window, type WindowTimes } from '../loads/loops.js';
import { Traffic } from '../loads/traffic.js';
import type { Sample, Side } from './figure.js';

const CONNECTS_AT_ONCE = 20;

/** Starts a load on the traffic and returns how to stop it. */
export type Load = (traffic: Traffic) => () => void;

export interface ChatExtras {
  /** What is sent reaches nobody: only acks are awaited. */
  silent?: boolean;
  /** This user is connected by the stock client. */
  stockUser?: number;
}

/** A chat server under one load: all users connected once, the load run anew in each window, everything drained and checked after it. */
export class ChatSide implements Side {
  protected traffic!: Traffic;

  constructor(
    protected readonly driver: Driver,
    protected readonly shape: Shape,
    protected readonly load: Load,
    protected readonly times: WindowTimes,
    protected readonly postgres: BenchPostgres,
    private readonly extras: ChatExtras = {},
  ) {}

  get name(): string {
    return this.driver.name;
  }

  async start(): Promise<void> {
    await this.driver.start(this.shape);
    this.traffic = new Traffic(this.shape, this.extras.silent);
    await this.prepare();
    await this.connectAll(this.atFirst());
  }

  /** What has to be done after the server knows its people and before they connect. */
  protected async prepare(): Promise<void> {}

  /** Whom to connect before the first window. */
  protected atFirst(): number[] {
    return Array.from({ length: this.shape.users }, (_, user) => user);
  }

  protected async connectAll(users: readonly number[]): Promise<void> {
    await inParallel(users.length, CONNECTS_AT_ONCE, async (i) =>
      this.traffic.attach(users[i]!, await this.connect(users[i]!)),
    );
  }

  protected connect(user: number): Promise<Connection> {
    const stock = user === this.extras.stockUser;
    return stock ? this.driver.connectStock(user, this.traffic) : this.driver.connect(user, this.traffic);
  }

  async window(): Promise<Sample> {
    await this.postgres.checkpoint();
    const window = await this.run(this.load);
    return { values: { ...window }, faults: await this.settle() };
  }

  /** Waits for the last answer and delivery, then has the store checked. */
  protected async settle(): Promise<string[]> {
    const faults = [...(await this.traffic.drain(this.driver.ordered)), ...(await this.driver.faults())];
    if (this.traffic.finalRefusals) faults.push(`refused for good: ${JSON.stringify(this.traffic.refusedByCode())}`);
    return faults;
  }

  /** One measured stretch under a load; CPU of server and PostgreSQL is counted over the same stretch. */
  protected async run(
    load: Load,
    times = this.times,
  ): Promise<Window & { serverCores: number; postgresCores: number }> {
    const stop = load(this.traffic);
    const before = {
      server: treeCpuSeconds(this.driver.pids()),
      postgres: treeCpuSeconds(this.postgres.pids),
      at: performance.now(),
    };
    const window = await measure(this.traffic, times);
    const elapsed = (performance.now() - before.at) / 1000;
    const serverCores = (treeCpuSeconds(this.driver.pids()) - before.server) / elapsed;
    const postgresCores = (treeCpuSeconds(this.postgres.pids) - before.postgres) / elapsed;
    stop();
    return { ...window, serverCores, postgresCores };
  }

  pids(): number[] {
    return this.driver.pids();
  }

  async stop(): Promise<void> {
    this.traffic?.close();
    await this.driver.stop();
  }
}
