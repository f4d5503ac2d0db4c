import type { Head, JournalReader } from '../../journal/index.js';
import { log } from '../../observability/log.js';
import type { Bus } from '../bus/bus.js';
import type { Connection } from '../connection/connection.js';
import type { Connections } from '../connection/connections.js';
import { eventFrame } from '../connection/frame.js';
import { realtimeMetrics } from '../metrics.js';
import type { Streams } from './streams.js';

/** Connections whose heads are written in one turn of the loop. */
const SLICE = 500;

export interface HeadsTimings {
  headsEveryMs: number;
  pullEveryMs: number;
  holdMs: number;
}

/**
 * The safety net under the bus. Every 10 s one statement reads the heads of all streams of this node: gates that are behind
 * fill themselves, and every socket is told its heads, so that the loss of a quiet conversation's last message is noticed.
 * While the bus may lose packets the same statement runs every 1–2 s (pull mode), and once more after it came back.
 * What no log has (typing, presence, receipts) is told once; that it may have been lost is told with the heads.
 */
export class Heads {
  private timers: NodeJS.Timeout[] = [];
  private pulling = false;
  private again = false;
  private epoch: string | undefined;

  constructor(
    private readonly reader: JournalReader,
    private readonly bus: Bus,
    private readonly streams: Streams,
    private readonly connections: Connections,
    private readonly timings: HeadsTimings,
  ) {}

  start(): void {
    const { headsEveryMs, pullEveryMs } = this.timings;
    this.timers = [
      setInterval(() => void this.beat(), headsEveryMs),
      setInterval(() => void (this.bus.up || this.pull()), pullEveryMs),
    ];
    for (const timer of this.timers) timer.unref();
    this.bus.onGap(() => void this.pull());
    this.bus.onLoss(() => {
      for (const connection of this.connections) connection.missed += 1;
    });
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Reads the heads and fills what is missing at once. */
  async pull(): Promise<void> {
    // A pull under way may have read before the reason for this one (the bus is back) came up.
    if (this.pulling) return void (this.again = true);
    this.pulling = true;
    this.again = false;
    realtimeMetrics.pullMode.set(this.bus.up ? 0 : 1);
    try {
      await this.readAndCompare(true);
    } catch (error) {
      log.debug({ err: error }, 'heads could not be read');
    } finally {
      this.pulling = false;
      if (this.again) void this.pull();
    }
  }

  private async beat(): Promise<void> {
    try {
      const { heads, epoch } = await this.readAndCompare(false);
      // What is on its way, or missing and being filled, arrives first: a client that is told a head it has asks for nothing.
      setTimeout(() => this.tell(heads, epoch), 2 * this.timings.holdMs).unref();
    } catch (error) {
      log.debug({ err: error }, 'heads could not be read');
    }
  }

  private async readAndCompare(missing: boolean): Promise<{ heads: Map<string, Head>; epoch: string }> {
    const epoch = await this.reader.refreshEpoch();
    const heads = await this.reader.heads(this.streams.ids());
    // A head below a gate's last number is mostly just older than what was committed meanwhile. Only another history
    // begins numbers anew.
    const restored = this.epoch !== undefined && this.epoch !== epoch;
    this.epoch = epoch;
    for (const [id, { lastSeq }] of heads) {
      const gate = this.streams.get(id)?.gate;
      if (restored) gate?.rewind(lastSeq);
      gate?.expect(lastSeq, missing);
    }
    return { heads, epoch };
  }

  private tell(heads: Map<string, Head>, epoch: string): void {
    const all = [...this.connections];
    const next = (from: number): void => {
      for (const connection of all.slice(from, from + SLICE)) {
        if (!connection.closed) connection.write(eventFrame('heads', headsOf(connection, heads, epoch), true));
      }
      if (from + SLICE < all.length) setImmediate(next, from + SLICE);
    };
    next(0);
  }
}

function headsOf(connection: Connection, heads: Map<string, Head>, epoch: string): string {
  let userSeq = 0;
  const conversations: string[] = [];
  for (const { streamId, live } of connection.subscriptions.values()) {
    const seq = heads.get(streamId)?.lastSeq;
    if (!live || seq === undefined) continue;
    if (streamId === connection.userId) userSeq = seq;
    else conversations.push(`"${streamId}":${seq}`);
  }
  return `{"epoch":"${epoch}","userSeq":${userSeq},"conversations":{${conversations.join(',')}},"missed":${connection.missed}}`;
}
