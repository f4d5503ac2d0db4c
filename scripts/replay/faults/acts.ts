import { EventEmitter, once } from 'node:events';

/**
 * The schedule as acts: rest, fault, rest, fault … rest. A log is cut into as many, and none begins in the log before it has
 * begun in life: so every fault, however long the part takes to come back, finds something to be said, and so does the time after.
 */
export class Acts {
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private current = 0;

  constructor(private readonly count: number) {}

  next(): void {
    this.current += 1;
    this.changes.emit('next');
  }

  /** Nothing is held back any more. */
  end(): void {
    this.current = this.count;
    this.changes.emit('next');
  }

  /** `share` of the log is over, from 0 to below 1. */
  async reached(share: number): Promise<void> {
    while (this.current < Math.floor(share * this.count)) await once(this.changes, 'next');
  }
}
