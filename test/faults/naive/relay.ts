import type { Planted } from './bugs.js';
import type { Row, State } from './state.js';

/** Publishes what was committed, per stream in order. */
export class NaiveRelay {
  private waiting: Row[] = [];

  constructor(
    private readonly records: () => State['records'],
    private readonly planted: Planted,
  ) {}

  publish(row: Row): void {
    if (this.planted.bites('relay-by-id', 0.05)) return;
    this.waiting.push(row);
    if (this.planted.bug === 'relay-skip-locked' && this.waiting.length < 2) return;
    const [a, b] = this.waiting;
    const twins = a && b && a.streamId === b.streamId && topicOf(a) === topicOf(b);
    if (twins && this.planted.bites('relay-skip-locked')) this.waiting.reverse();
    this.flush();
  }

  /** What still waits when nothing further comes. */
  flush(): void {
    const records = this.records();
    for (const { streamId: key, seq, eventId: id, type } of this.waiting.splice(0)) {
      const place = { topic: topicOf({ type }), partition: parseInt(key.slice(0, 4), 16) % 3, offset: records.length };
      records.push({ ...place, key, seq, id, type, shard: parseInt(key.slice(0, 2), 16) % 64, fencing: 1 });
    }
  }
}

const topicOf = ({ type }: { type: string }): string => `parley.${type.split('.')[0]}.events`;
