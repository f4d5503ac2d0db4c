import { Histogram } from '../lib/histogram.js';
import type { Shape } from '../drivers/driver.js';
import { conversationOf } from '../drivers/driver.js';

/** What a stormed client reports. */
export interface StormReceiver {
  /** The server answered that the message is taken. */
  accepted(id: number): void;
  /** The message is on this user's screen, once more. */
  shown(user: number, id: number): void;
  /** The client is online again and may be missing things. */
  online(user: number): void;
}

/** Per recipient and message, how often it was shown: what was lost, what came twice, and how long catching up took. */
export class Ledger implements StormReceiver {
  private readonly room: Int32Array;
  private readonly senders: number[] = [];
  private readonly acceptedAt: number[] = [];
  private readonly shownTimes: Map<number, number>[];
  private readonly onlineAt: Float64Array;
  private readonly lastMissedAt: Float64Array;
  /** Milliseconds from being online again to the last message that was accepted before, per client and cut. */
  readonly catchUp = new Histogram();
  sent = 0;

  constructor(private readonly shape: Shape) {
    this.room = conversationOf(shape);
    this.shownTimes = Array.from({ length: shape.users }, () => new Map());
    this.onlineAt = new Float64Array(shape.users);
    this.lastMissedAt = new Float64Array(shape.users);
  }

  next(user: number): number {
    this.senders.push(user);
    return this.sent++;
  }

  accepted(id: number): void {
    this.acceptedAt[id] ??= performance.now();
  }

  shown(user: number, id: number): void {
    if (id < 0 || id >= this.sent || this.senders[id] === user) return;
    const times = this.shownTimes[user]!;
    times.set(id, (times.get(id) ?? 0) + 1);
    const accepted = this.acceptedAt[id];
    if (accepted !== undefined && accepted < this.onlineAt[user]!) this.lastMissedAt[user] = performance.now();
  }

  online(user: number): void {
    this.closeCatchUp(user);
    this.onlineAt[user] = performance.now();
    this.lastMissedAt[user] = 0;
  }

  private closeCatchUp(user: number): void {
    if (this.lastMissedAt[user]! > 0) this.catchUp.add(this.lastMissedAt[user]! - this.onlineAt[user]!);
  }

  unaccepted(): number {
    let count = 0;
    for (let id = 0; id < this.sent; id++) if (this.acceptedAt[id] === undefined) count++;
    return count;
  }

  /** Lost: accepted and never shown to a member other than its sender. Twice: shown more than once, each further time counted. */
  account(): { expected: number; lost: number; twice: number } {
    let expected = 0;
    let lost = 0;
    let twice = 0;
    for (let id = 0; id < this.sent; id++) {
      if (this.acceptedAt[id] === undefined) continue;
      for (const user of this.shape.conversations[this.room[this.senders[id]!]!]!) {
        if (user === this.senders[id]) continue;
        expected++;
        const times = this.shownTimes[user]!.get(id) ?? 0;
        if (times === 0) lost++;
        else twice += times - 1;
      }
    }
    return { expected, lost, twice };
  }

  finish(): void {
    for (let user = 0; user < this.shape.users; user++) this.closeCatchUp(user);
  }
}
