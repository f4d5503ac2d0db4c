import type { Delivery } from './delivery.js';
import type { Move, Position, Positions } from './positions.js';
import type { Consumer } from './reaction.js';

/** Most entries whose effects share one transaction. */
const SIZE = 1_000;

interface Progress {
  stored: number;
  /** Where the batch's own entries end. */
  taken: number;
  seen: number;
}

/** Deliveries that follow on what is known of their streams, so that their effects can be committed together. */
export class ReactionBatch {
  readonly deliveries: Delivery[] = [];
  private readonly progress = new Map<string, Progress>();

  constructor(
    private readonly consumer: Consumer,
    private readonly positions: Positions,
  ) {}

  get full(): boolean {
    return this.deliveries.length >= SIZE;
  }

  /** False: this one needs to be looked at alone (a hole before it, a lost number, a stream nobody has looked up). */
  offer(delivery: Delivery, isLost: boolean): boolean {
    const { streamId, seq, type } = delivery;
    const at = this.at(streamId);
    if (!at || isLost) return false;
    if (seq <= at.seen) return true;
    const wanted = this.consumer.on.has(type);
    if (seq > at.seen + 1) return !wanted;
    at.seen = seq;
    if (!wanted) return true;
    at.taken = seq;
    this.deliveries.push(delivery);
    return true;
  }

  /** Runs of one type, in order: each is one call of its reaction. */
  runs(): Delivery[][] {
    const runs: Delivery[][] = [];
    for (const delivery of this.deliveries) {
      const last = runs.at(-1);
      if (last && last[0]!.type === delivery.type) last.push(delivery);
      else runs.push([delivery]);
    }
    return runs;
  }

  moves(): Move[] {
    return [...this.progress].flatMap(([streamId, { stored, taken }]) =>
      taken > stored ? [{ streamId, from: stored, to: taken }] : [],
    );
  }

  /** After the commit, or when there was nothing to commit. */
  remember(): void {
    for (const { streamId, to } of this.moves()) this.positions.committed(streamId, to);
    for (const [streamId, { seen }] of this.progress) this.positions.passed(streamId, seen);
  }

  private at(streamId: string): Progress | undefined {
    const known = this.progress.get(streamId);
    if (known) return known;
    const position: Position | undefined = this.positions.peek(streamId);
    if (!position) return undefined;
    const progress = { stored: position.stored, taken: position.stored, seen: position.seen };
    this.progress.set(streamId, progress);
    return progress;
  }
}
