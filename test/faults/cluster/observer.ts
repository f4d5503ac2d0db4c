import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Recorder } from '../driver/recorder.js';
import { tokensIn } from '../history/index.js';
import { type Cluster, nameOf } from './cluster.js';

const EVERY_MS = 1_000;
/** Looks at the nodes' metrics are dearer than one at the leases. */
const METRICS_EVERY = 5;
const ANSWER_MS = 900;
/** What a process that ends by an error leaves behind; a heap that is full is seen by the end itself, which a fault may have brought about. */
const CRASH = /uncaught|unhandled|"level":60/i;
/** A node that does not get to the database says so and ends; it never served. */
const NO_START = /"msg":"Parley could not start"/;

/** Looks at nodes, leases and outbox while the run lasts, and at the nodes' logs when it is over. Where nobody answers, it looks again later. */
export class Observer {
  private readonly timer: NodeJS.Timeout;
  private readonly fencing = new Map<number, string>();
  private database: pg.Client | null = null;
  private looking: Promise<void> | null = null;
  private turn = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly recorder: Recorder,
  ) {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = null));
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.database?.end().catch(() => undefined);
  }

  /** What the nodes wrote: tokens have no place there, and the end of a process by an error is said in one line. */
  readLogs(looked: number): void {
    for (const [i, { logFile }] of this.cluster.stack.nodes.entries()) {
      const text = readFileSync(logFile, 'utf8');
      const found = [...new Set(tokensIn(text))];
      const probe = { userId: null, conversationId: null, where: 'log-file' as const, looked, found };
      this.recorder.final('probe', probe, { process: nameOf(i) });
      for (const line of text.split('\n')) {
        if (!CRASH.test(line) || NO_START.test(line)) continue;
        this.recorder.mark('crash', { message: line.slice(0, 500) }, nameOf(i));
      }
    }
  }

  private async look(): Promise<void> {
    this.turn += 1;
    const nodes = this.turn % METRICS_EVERY === 0 ? this.cluster.stack.nodes : [];
    await Promise.all([this.leases(), ...nodes.map((_, i) => this.metrics(i))]).catch(() => undefined);
  }

  private async leases(): Promise<void> {
    try {
      this.database ??= await this.connect();
      const sql = 'SELECT shard, owner, fencing::int AS fencing FROM relay_leases ORDER BY shard';
      const { rows } = await this.database.query<{ shard: number; owner: string | null; fencing: number }>(sql);
      for (const { shard, owner, fencing } of rows) {
        const seen = `${owner} ${fencing}`;
        if (this.fencing.get(shard) !== seen) this.recorder.mark('lease', { shard, owner, fencing });
        this.fencing.set(shard, seen);
      }
    } catch {
      this.database?.end().catch(() => undefined);
      this.database = null;
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.cluster.databaseUrl,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  private async metrics(node: number): Promise<void> {
    const { metricsUrl, alive } = this.cluster.node(node);
    if (!alive) return;
    try {
      const text = await (await fetch(metricsUrl, { signal: AbortSignal.timeout(ANSWER_MS) })).text();
      const rssBytes = valueIn(text, 'parley_node_process_resident_memory_bytes');
      const lag = valueIn(text, 'parley_node_nodejs_eventloop_lag_p99_seconds');
      const eventLoopMs = lag === undefined ? undefined : Math.round(lag * 1000);
      this.recorder.mark('sample', { rssBytes, eventLoopMs }, nameOf(node));
    } catch {
      // It is being hit by a fault.
    }
  }
}

/** Absent: the node has no such metric, or not yet. */
function valueIn(text: string, name: string): number | undefined {
  const value = Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1]);
  return Number.isFinite(value) ? value : undefined;
}
