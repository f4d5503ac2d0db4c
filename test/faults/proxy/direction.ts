import type { Socket } from 'node:net';
import { isBad, type Line, transmissionMs, travelMs } from './line.js';

interface Parcel {
  /** Null: the sender has said all. */
  chunk: Buffer | null;
  due: number;
}

export interface DirectionOptions {
  from: Socket;
  to: Socket;
  line: () => Line;
  random: () => number;
  cut: () => void;
  /** Told of every chunk that comes to a bad line. */
  hit: () => void;
  /** Sees every chunk before it goes on; false: it goes no further. */
  inspect?: (chunk: Buffer) => boolean;
}

/** Beyond it the sender is not read any more, as when a router's queue is full. */
const QUEUE_BYTES = 256 * 1024;

/** The bytes of one connection in one direction. What a line does may change while they are on their way. */
export class Direction {
  private readonly parcels: Parcel[] = [];
  private queued = 0;
  private passed = 0;
  private lastDue = 0;
  private freeAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private full = false;
  private lost = false;

  constructor(private readonly options: DirectionOptions) {
    const { from, to } = options;
    from.on('data', (chunk: Buffer) => this.take(chunk));
    from.on('end', () => this.take(null));
    to.on('drain', () => {
      this.full = false;
      this.move();
    });
  }

  /** Something was lost and the line would pass on what follows: nobody could make sense of it. */
  get broken(): boolean {
    return this.lost && !this.options.line().dropped;
  }

  /** Whether the line swallows what happens now. */
  lose(): boolean {
    if (this.options.line().dropped) this.lost = true;
    return this.options.line().dropped === true;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.parcels.length = 0;
  }

  private take(chunk: Buffer | null): void {
    const line = this.options.line();
    if (isBad(line)) this.options.hit();
    if (this.lose()) return;
    if (chunk && this.options.inspect && !this.options.inspect(chunk)) return;
    const now = performance.now();
    this.freeAt = Math.max(this.freeAt, now) + transmissionMs(line, chunk?.length ?? 0);
    this.lastDue = Math.max(this.lastDue, this.freeAt + travelMs(line, this.options.random));
    this.parcels.push({ chunk, due: this.lastDue });
    this.queued += chunk?.length ?? 0;
    this.move();
  }

  /** Passes on what is due; the line may have changed. */
  move(): void {
    clearTimeout(this.timer);
    const now = performance.now();
    while (this.mayMove(now)) this.deliver(this.parcels.shift()!);
    const next = this.parcels[0];
    if (next && !this.full && !this.options.line().stalled) this.timer = setTimeout(() => this.move(), next.due - now);
    this.options.from[this.queued > QUEUE_BYTES || this.options.line().stalled ? 'pause' : 'resume']();
  }

  private mayMove(now: number): boolean {
    const next = this.parcels[0];
    // A timer may fire a fraction of a millisecond early.
    return next !== undefined && next.due <= now + 0.5 && !this.full && !this.options.line().stalled;
  }

  private deliver({ chunk }: Parcel): void {
    const { to, line, cut } = this.options;
    if (this.lose()) return;
    if (!chunk) return void to.end();
    this.queued -= chunk.length;
    this.passed += chunk.length;
    this.full = !to.write(chunk);
    if (this.passed >= (line().cutAfterBytes ?? Infinity)) cut();
  }
}
