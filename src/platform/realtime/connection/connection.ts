import type { Socket as RawSocket } from 'node:net';
import type { Socket } from 'socket.io';
import { CLOSE_REASONS, type CloseReason, type ServerEventName, type ServerEvents } from '../../../contract/index.js';
import type { Principal } from '../../auth/index.js';
import { realtimeMetrics } from '../metrics.js';
import type { Subscription } from './subscription.js';
import { eventFrame, type Frame, joinFrames } from './frame.js';
import type { TurnWriter } from './turn-writer.js';

/** What may wait for a reader that is slower than its events. */
const QUEUE_FRAMES = 256;
const QUEUE_BYTES = 1024 * 1024;
/** Most bytes handed to the kernel in one write, so that one long queue does not hold up the others' turn. */
const WRITE_BYTES = 256 * 1024;

/**
 * One signed-in socket, and the only way anything is sent to it. Frames leave in the order of `write`, together at the end
 * of the turn. Under back-pressure at most 256 frames or 1 MB wait: ephemeral ones are shed first, then the socket is
 * closed as `slow_reader`, which a resume makes lossless.
 */
export class Connection {
  readonly subscriptions = new Map<string, Subscription>();
  /** Events in the running second, for the flood guard. */
  flood = { second: 0, events: 0 };
  refreshAsked = false;
  /** How often ephemeral frames to it were shed, or may have been lost on the way to this node. */
  missed = 0;
  /** Events whose handler has not come to its answer yet. */
  unanswered = 0;
  closed = false;
  private queue: Frame[] = [];
  private bytes = 0;
  private blocked = false;
  private scheduled = false;
  private answering = false;

  constructor(
    readonly socket: Socket,
    private readonly raw: RawSocket,
    private readonly writer: TurnWriter,
    public principal: Principal,
    readonly deviceId: string,
  ) {}

  get id(): string {
    return this.socket.id;
  }

  get userId(): string {
    return this.principal.userId;
  }

  send<E extends ServerEventName>(event: E, payload: ServerEvents[E]): void {
    this.write(eventFrame(event, JSON.stringify(payload)));
  }

  write(frame: Frame): void {
    if (!this.put(frame) || this.scheduled) return;
    this.scheduled = true;
    this.writer.schedule(this);
  }

  /** As `write`, but without waiting for the end of the turn. */
  answer(frame: Frame): void {
    if (!this.put(frame) || this.answering) return;
    this.answering = true;
    this.writer.scheduleAnswer(this);
  }

  /** Called by the writer, once per turn. */
  flushTurn(join: (frames: readonly Frame[]) => Buffer): void {
    this.scheduled = false;
    this.flush(join);
  }

  flushAnswers(join: (frames: readonly Frame[]) => Buffer): void {
    this.answering = false;
    this.flush(join);
  }

  /** True where the frame now waits to be written. */
  private put(frame: Frame): boolean {
    if (this.closed) return false;
    this.queue.push(frame);
    this.bytes += frame.bytes.length;
    if (this.blocked) this.limit();
    // A long burst does not wait for the end of its turn: only what the peer does not take is ever kept.
    else if (this.bytes >= WRITE_BYTES || this.queue.length >= QUEUE_FRAMES) this.flush(joinFrames);
    else return true;
    return false;
  }

  private flush(join: (frames: readonly Frame[]) => Buffer): void {
    while (this.queue.length > 0 && !this.blocked && !this.closed) {
      const frames = this.take();
      realtimeMetrics.frames.inc(frames.length);
      realtimeMetrics.writes.inc();
      const flowing = this.raw.write(join(frames));
      // `false` alone only means that the write was large; what the kernel took at once is gone from the buffer.
      if (!flowing && this.raw.writableLength > 0) {
        this.blocked = true;
        this.raw.once('drain', this.onDrain);
        this.limit();
      }
    }
  }

  /** Tells the client why, then closes. A reason without *reconnect* ends Socket.IO's own reconnecting too. */
  close(reason: CloseReason, retryAfterMs?: number): void {
    if (this.closed) return;
    realtimeMetrics.closes.inc({ reason });
    const { reconnect } = CLOSE_REASONS[reason];
    const rest = reason === 'slow_reader' ? [] : this.queue;
    const closing = eventFrame('closing', JSON.stringify({ reason, reconnect, retryAfterMs }));
    this.ended();
    if (!this.raw.destroyed) this.raw.write(joinFrames([...rest, closing]));
    if (reconnect) this.socket.conn.close();
    else this.socket.disconnect(true);
  }

  /** The socket is gone or going: nothing is sent any more. */
  ended(): void {
    this.closed = true;
    this.queue = [];
    this.bytes = 0;
    this.raw.removeListener('drain', this.onDrain);
  }

  private take(): Frame[] {
    if (this.bytes <= WRITE_BYTES) {
      const all = this.queue;
      this.queue = [];
      this.bytes = 0;
      return all;
    }
    let n = 0;
    let size = 0;
    while (n < this.queue.length && (n === 0 || size + this.queue[n]!.bytes.length <= WRITE_BYTES)) {
      size += this.queue[n++]!.bytes.length;
    }
    this.bytes -= size;
    return this.queue.splice(0, n);
  }

  private limit(): void {
    if (!this.isOver()) return;
    const kept = this.queue.filter((f) => !f.ephemeral);
    if (kept.length < this.queue.length) this.missed += 1;
    realtimeMetrics.shed.inc(this.queue.length - kept.length);
    this.queue = kept;
    this.bytes = kept.reduce((sum, f) => sum + f.bytes.length, 0);
    if (this.isOver()) this.close('slow_reader');
  }

  private isOver(): boolean {
    return this.queue.length > QUEUE_FRAMES || this.bytes > QUEUE_BYTES;
  }

  private readonly onDrain = (): void => {
    this.blocked = false;
    if (this.queue.length > 0 && !this.scheduled) {
      this.scheduled = true;
      this.writer.schedule(this);
    }
  };
}
