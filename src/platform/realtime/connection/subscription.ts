import type { Frame } from './frame.js';

/** A socket, as a stream sees it. */
export interface Receiver {
  readonly userId: string;
  readonly subscriptions: Map<string, Subscription>;
  write(frame: Frame): void;
}

/** Entries a socket that has not resumed yet can have waiting; beyond that they are read from the journal at release. */
const HELD = 500;

/**
 * One socket's part in one stream. Until `release` (register, read, release) live entries are held; after it those above
 * the number it was released at go out.
 */
export class Subscription {
  private held: Array<{ seq: number; frame: Frame }> | null = [];
  /** Held entries were thrown away: releasing has to read the journal again. */
  overflowed = false;

  constructor(
    readonly streamId: string,
    readonly receiver: Receiver,
    /** Nothing at or below it is delivered: what the client has, or lies before its joining. */
    public after: number,
  ) {}

  get live(): boolean {
    return this.held === null;
  }

  deliver(seq: number, frame: Frame): void {
    if (seq <= this.after) return;
    if (this.held === null) return this.receiver.write(frame);
    if (this.held.length < HELD && !this.overflowed) return void this.held.push({ seq, frame });
    this.overflowed = true;
    this.held = [];
  }

  /** Forgets what is held, before the journal is read instead. */
  restart(): void {
    this.overflowed = false;
    this.held = [];
  }

  /** The client has everything up to `seq`: what was held above it goes out, and from now on it is live. */
  release(seq: number): void {
    const held = this.held;
    this.held = null;
    this.after = Math.max(this.after, seq);
    for (const entry of held ?? []) if (entry.seq > this.after) this.receiver.write(entry.frame);
  }
}
