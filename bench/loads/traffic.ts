import { until } from '../lib/async.js';
import { Histogram } from '../lib/histogram.js';
import { readClock } from '../lib/websocket.js';
import type { Connection, Receiver, Shape } from '../drivers/driver.js';

const CAPACITY = 1 << 23;
const DRAIN_MS = 20_000;

/** Every message of one side's load: when it was due, who sent it, whether it was answered and how many times it arrived. */
export class Traffic implements Receiver {
  private readonly dueAt = new Float64Array(CAPACITY);
  private readonly sender = new Uint16Array(CAPACITY);
  private readonly lastSeq: Float64Array;
  private readonly others: Int32Array;
  private readonly connections: Connection[] = [];
  private readonly codes = new Map<string, number>();
  acks = new Histogram();
  refusalTimes = new Histogram();
  deliveries = new Histogram();
  sent = 0;
  answered = 0;
  arrived = 0;
  expected = 0;
  misordered = 0;
  refusals = 0;
  finalRefusals = 0;
  onAnswer: (user: number, accepted: boolean) => void = () => undefined;
  onDelivery: () => void = () => undefined;

  /** `silent`: what is sent reaches nobody else (the acked no-op). */
  constructor(
    readonly shape: Shape,
    silent = false,
  ) {
    this.lastSeq = new Float64Array(shape.users);
    this.others = new Int32Array(shape.users);
    if (silent) return;
    for (const members of shape.conversations) for (const user of members) this.others[user] = members.length - 1;
  }

  attach(user: number, connection: Connection): void {
    this.connections[user] = connection;
  }

  /** `due` is when the load wanted it to leave: a generator that runs late makes the latency longer, never shorter. */
  send(user: number, due = performance.now()): void {
    const id = this.sent++;
    if (id >= CAPACITY) throw new Error(`more than ${CAPACITY} messages in one figure`);
    this.dueAt[id] = due;
    this.sender[id] = user;
    this.expected += this.others[user]!;
    this.connections[user]!.send(id);
  }

  acked(user: number, id: number): void {
    this.answered++;
    this.acks.add(readClock.now - this.dueAt[id]!);
    this.onAnswer(user, true);
  }

  refused(user: number, id: number, code: string, retryable: boolean): void {
    this.answered++;
    this.refusals++;
    this.refusalTimes.add(readClock.now - this.dueAt[id]!);
    if (!retryable) this.finalRefusals++;
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    this.expected -= this.others[this.sender[id]!]!;
    this.onAnswer(user, false);
  }

  delivered(user: number, id: number, seq: number): void {
    if (id < 0) return;
    // A server without numbers is only measured with one sender, whose own count then is the order.
    const place = seq > 0 ? seq : id + 1;
    if (place <= this.lastSeq[user]!) this.misordered++;
    else this.lastSeq[user] = place;
    if (this.sender[id] === user) return;
    this.arrived++;
    this.deliveries.add(readClock.now - this.dueAt[id]!);
    this.onDelivery();
  }

  resetWindow(): void {
    this.acks = new Histogram();
    this.refusalTimes = new Histogram();
    this.deliveries = new Histogram();
  }

  /** Waits until everything sent is answered and delivered, and says what is missing. Starts the next window from a clean count. */
  async drain(ordered = true, ms = DRAIN_MS): Promise<string[]> {
    await until(() => this.answered >= this.sent && this.arrived >= this.expected, ms);
    const faults: string[] = [];
    if (this.answered !== this.sent) faults.push(`${this.sent - this.answered} unacked`);
    if (this.arrived < this.expected) faults.push(`${this.expected - this.arrived} undelivered`);
    if (this.arrived > this.expected) faults.push(`${this.arrived - this.expected} delivered twice`);
    if (ordered && this.misordered) faults.push(`${this.misordered} out of order or repeated`);
    this.answered = this.sent;
    this.arrived = this.expected;
    this.misordered = 0;
    return faults;
  }

  refusedByCode(): Record<string, number> {
    return Object.fromEntries(this.codes);
  }

  close(): void {
    for (const connection of this.connections) connection?.destroy();
  }
}
