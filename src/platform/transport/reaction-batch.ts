import type { Delivery } from './delivery.js';
import type { Move, Position, Positions } from './positions.js';
import type { Consumer } from './reaction.js';

/** Most entries at hand that are looked at together. */
const SIZE = 1_000;

interface Progress {
  stored: number;
  seen: number;
}

/** What is committed together: effects of one reaction, and the positions that they move. */
export interface Run {
  deliveries: Delivery[];
  moves: Map<string, Move>;
}

/** Deliveries that follow on what is known of their streams, so that effects can be committed together. */
export class ReactionBatch {
  private readonly deliveries: Delivery[] = [];
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
    if (wanted) this.deliveries.push(delivery);
    return true;
  }

  /**
   * One call of a reaction each, and a transaction: two calls in one would lock in the order of the entries, of which two
   * batches may have opposite ones. Entries of a stream keep their order; those of different streams have none.
   */
  runs(): Run[] {
    const runs: Array<Run & { type: string }> = [];
    const last = new Map<string, { run: number; seq: number }>();
    for (const delivery of this.deliveries) {
      const { streamId, seq, type } = delivery;
      const before = last.get(streamId) ?? { run: 0, seq: this.progress.get(streamId)!.stored };
      const shares = this.consumer.on.get(type)!.together;
      let at = shares ? runs.findIndex((run, i) => i >= before.run && run.type === type) : -1;
      if (at === -1) at = runs.push({ type, deliveries: [], moves: new Map() }) - 1;
      const { deliveries, moves } = runs[at]!;
      deliveries.push(delivery);
      moves.set(streamId, { streamId, from: moves.get(streamId)?.from ?? before.seq, to: seq });
      last.set(streamId, { run: at, seq });
    }
    return runs;
  }

  /** After the last run: what follows it in a stream and concerns nobody is done with too. */
  remember(): void {
    for (const [streamId, { seen }] of this.progress) this.positions.passed(streamId, seen);
  }

  private at(streamId: string): Progress | undefined {
    const known = this.progress.get(streamId);
    if (known) return known;
    const position: Position | undefined = this.positions.peek(streamId);
    if (!position) return undefined;
    const progress = { stored: position.stored, seen: position.seen };
    this.progress.set(streamId, progress);
    return progress;
  }
}
