import type { Frame } from './frame.js';

/** A socket, as a stream sees it. */
export interface Receiver {
  readonly userId: string;
  readonly subscriptions: Map<string, Subscription>;
  write(frame: Frame): void;
}

/** Entries a socket that has not resumed yet can have waiting; before the next one they are thrown away. */
const HELD = 500;

/**
 * One socket's part in one stream. Until `release` (register, read, release) live entries are held; after it those above
 * the number it was released at go out.
 */
export class Subscription {
  private held: Array<{ seq: number; frame: Frame }> | null = [];

  constructor(
    readonly streamId: string,
    readonly receiver: Receiver,
    /** Nothing at or below it is delivered: what the client has, or lies before its joining. */
    public after: number,
    /**
     * What passes above it is held. Whoever releases at a lower number has to read the journal first: it passed before there was
     * this subscription, or was thrown away. Infinite while the stream is being opened.
     */
    public since: number,
  ) {}

  get live(): boolean {
    return this.held === null;
  }

  deliver(seq: number, frame: Frame): void {
    if (seq <= this.after) return;
    if (this.held === null) return this.receiver.write(frame);
    if (this.held.length < HELD) return void this.held.push({ seq, frame });
    this.restart(seq);
  }

  /** Forgets what is held, which the journal has. */
  restart(since: number): void {
    this.held = [];
    this.since = since;
  }

  /** The client has everything up to `seq`: what was held above it goes out, and from now on it is live. */
  release(seq: number): void {
    const held = this.held;
    this.held = null;
    this.after = Math.max(this.after, seq);
    for (const entry of held ?? []) if (entry.seq > this.after) this.receiver.write(entry.frame);
  }
}
