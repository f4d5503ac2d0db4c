import { fileURLToPath } from 'node:url';
import { Child } from '../lib/child.js';
import { connect } from '../lib/postgres.js';
import { treeCpuSeconds } from '../lib/proc.js';
import { SCHEMA } from '../partners/store.js';
import type { WritesAnswer, WritesCommand } from '../partners/writes.js';
import type { Context, Sample, Side } from './figure.js';

const PROGRAM = fileURLToPath(new URL('../partners/writes.js', import.meta.url));

/** Durable writes from one process, without sockets: what the database alone allows. */
export class WritesSide implements Side {
  private child: Child<object> | undefined;

  constructor(
    readonly name: string,
    private readonly store: 'one' | 'batch',
    private readonly databaseUrl: string,
    private readonly load: Pick<WritesCommand, 'users' | 'conversations'>,
    private readonly context: Context,
  ) {}

  async start(): Promise<void> {
    const client = await connect(this.databaseUrl);
    await client.query(SCHEMA);
    await client.end();
    this.child = await Child.start(PROGRAM, [this.store, this.databaseUrl]);
  }

  async window(): Promise<Sample> {
    const { postgres, times } = this.context;
    await postgres.checkpoint();
    const before = treeCpuSeconds(postgres.pids);
    const start = performance.now();
    const command: WritesCommand = { ...this.load, ...times, bodyBytes: 200 };
    const { perSecond, p50, p99, faults } = await this.child!.ask<WritesAnswer>(command);
    const postgresCores = (treeCpuSeconds(postgres.pids) - before) / ((performance.now() - start) / 1000);
    return { values: { ackedPerSecond: perSecond, ackP50: p50, ackP99: p99, postgresCores }, faults };
  }

  pids(): number[] {
    return this.child ? [this.child.pid] : [];
  }

  async stop(): Promise<void> {
    await this.child?.stop();
  }
}
