import type { PlatformErrorCode } from '../../src/contract/index.js';
import { until } from '../lib/async.js';
import { Histogram } from '../lib/histogram.js';
import { readClock } from '../lib/websocket.js';
import type { Connection, Receiver, Shape } from '../drivers/driver.js';

const CAPACITY = 1 << 23;
const DRAIN_MS = 20_000;
const OUTCOME_UNKNOWN: PlatformErrorCode = 'platform.outcome_unknown';

/** Every message of one side's load: when it was due, who sent it, whether it was answered and how many times it arrived. */
export class Traffic implements Receiver {
  private readonly dueAt = new Float64Array(CAPACITY);
  private readonly sender = new Uint16Array(CAPACITY);
  private readonly lastSeq: Float64Array;
  private readonly others: Int32Array;
  private readonly connections: Connection[] = [];
  private readonly leftOut = new Set<number>();
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
  /** Deliveries owed if messages whose outcome the server did not know were stored: what it told as refused may still arrive. */
  private maybe = 0;
  /** `ms` since it was due. */
  onAnswer: (user: number, accepted: boolean, ms: number) => void = () => undefined;
  onDelivery: (id: number) => void = () => undefined;

  /** `silent`: what is sent reaches nobody else (the acked no-op). */
  constructor(
    readonly shape: Shape,
    silent = false,
  ) {
    this.lastSeq = new Float64Array(shape.users);
    this.others = new Int32Array(shape.users);
    if (!silent) this.count();
  }

  attach(user: number, connection: Connection): void {
    this.connections[user] = connection;
  }

  senderOf(id: number): number {
    return this.sender[id]!;
  }

  connectionOf(user: number): Connection {
    return this.connections[user]!;
  }

  connected(user: number): boolean {
    return this.connectionOf(user).open();
  }

  /** Cuts the user's connection; what it misses stays owed until it is back. */
  detach(user: number): void {
    this.connectionOf(user).destroy();
  }

  /** From now on nothing is owed to these users, and nothing that still reaches them counts. */
  leaveOut(users: readonly number[]): void {
    for (const user of users) this.leftOut.add(user);
    this.count();
  }

  private count(): void {
    for (const members of this.shape.conversations) {
      const owed = members.filter((user) => !this.leftOut.has(user)).length;
      for (const user of members) this.others[user] = owed - (this.leftOut.has(user) ? 0 : 1);
    }
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
    const ms = readClock.now - this.dueAt[id]!;
    this.acks.add(ms);
    this.onAnswer(user, true, ms);
  }

  refused(user: number, id: number, code: string, retryable: boolean): void {
    this.answered++;
    this.refusals++;
    const ms = readClock.now - this.dueAt[id]!;
    this.refusalTimes.add(ms);
    if (!retryable) this.finalRefusals++;
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    this.expected -= this.others[this.sender[id]!]!;
    if (code === OUTCOME_UNKNOWN) this.maybe += this.others[this.sender[id]!]!;
    this.onAnswer(user, false, ms);
  }

  delivered(user: number, id: number, seq: number): void {
    if (id < 0 || this.leftOut.has(user)) return;
    // A server without numbers is only measured with one sender, whose own count then is the order.
    const place = seq > 0 ? seq : id + 1;
    if (place <= this.lastSeq[user]!) this.misordered++;
    else this.lastSeq[user] = place;
    if (this.sender[id] === user) return;
    this.arrived++;
    this.deliveries.add(readClock.now - this.dueAt[id]!);
    this.onDelivery(id);
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
    const most = this.expected + this.maybe;
    if (this.arrived > most) faults.push(`${this.arrived - most} delivered twice`);
    if (ordered && this.misordered) faults.push(`${this.misordered} out of order or repeated`);
    this.answered = this.sent;
    this.arrived = this.expected;
    this.maybe = 0;
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
