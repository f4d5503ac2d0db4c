/**
 * Applies a log's numbers exactly once and in order, whatever order, repetition or loss they arrive with. Pure state:
 * it says where a hole is, and somebody else fetches it.
 *
 * Invariant: everything at or below `applied` was handed out once (or lies before the number it was started at);
 * nothing above it was.
 */
export class Sequence<E extends { seq: number }> {
  private last: number | null = null;
  private readonly ahead = new Map<number, E>();

  /** The last number handed out; null until it is known where to begin. */
  get applied(): number | null {
    return this.last;
  }

  /** Takes events in any order and answers those that are now due, in order. */
  offer(events: readonly E[]): E[] {
    for (const event of events) {
      if (this.last === null || event.seq > this.last) this.ahead.set(event.seq, event);
    }
    return this.due();
  }

  /** Begins after `seq`, or skips forward to it; a lower number than the one already reached changes nothing. */
  skipTo(seq: number): E[] {
    if (this.last !== null && seq < this.last) return [];
    this.last = seq;
    for (const ahead of [...this.ahead.keys()]) if (ahead <= seq) this.ahead.delete(ahead);
    return this.due();
  }

  /** Forgets everything: the numbers belong to another history now. */
  restart(): void {
    this.last = null;
    this.ahead.clear();
  }

  /** The first run of missing numbers below something already here; null when there is none. */
  get hole(): { from: number; to: number } | null {
    if (this.last === null || this.ahead.size === 0) return null;
    let lowest = Infinity;
    for (const seq of this.ahead.keys()) lowest = Math.min(lowest, seq);
    return { from: this.last + 1, to: lowest - 1 };
  }

  private due(): E[] {
    const events: E[] = [];
    if (this.last === null) return events;
    for (let event = this.ahead.get(this.last + 1); event; event = this.ahead.get(this.last + 1)) {
      this.ahead.delete(event.seq);
      this.last = event.seq;
      events.push(event);
    }
    return events;
  }
}
