import type { SendResult } from '../../src/contract/index.js';
import type { Backoff } from '../connection/backoff.js';
import { ParleyError } from '../errors.js';
import type { StoredMessage } from './outgoing.js';
import type { QueueItem } from './queue-item.js';

export interface LaneDeps {
  transmit: (message: StoredMessage) => Promise<SendResult>;
  /** False while sending cannot succeed; `wake` is called when that changes. */
  ready: () => boolean;
  backoff: Backoff;
  accepted: (item: QueueItem) => void;
  refused: (item: QueueItem) => void;
  changed: () => void;
}

/**
 * The messages of one conversation that wait to be sent, strictly one after the other: the next one leaves when the one
 * before has its final answer, so order survives whatever is refused, lost or repeated in between.
 */
export class Lane {
  readonly items: QueueItem[] = [];
  private running = false;
  private nap: { end: () => void } | null = null;

  constructor(private readonly deps: LaneDeps) {}

  /** What is added takes its turn: it does not cut short the wait of the one before. */
  add(item: QueueItem): void {
    this.items.push(item);
    this.start();
  }

  remove(item: QueueItem): void {
    const at = this.items.indexOf(item);
    if (at >= 0) this.items.splice(at, 1);
    // The wait was this one's.
    if (at === 0) this.nap?.end();
  }

  /** Goes on now: the connection is back. */
  wake(): void {
    this.nap?.end();
    this.start();
  }

  private start(): void {
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let item = this.items[0]; item && this.deps.ready(); item = this.items[0]) await this.attempt(item);
    this.running = false;
  }

  private async attempt(item: QueueItem): Promise<void> {
    item.become('sending', item.reason);
    this.deps.changed();
    try {
      await item.saved;
      const result = await Promise.race([this.deps.transmit(item.message), item.seen]);
      if (this.items[0] === item) this.accept(item, result);
    } catch (error) {
      // Settled meanwhile by its own entry in the log: the lost answer does not matter any more.
      if (this.items[0] === item) await this.refuse(item, asParleyError(error));
    }
  }

  private accept(item: QueueItem, result: SendResult): void {
    this.deps.backoff.reset();
    this.remove(item);
    item.succeed(result);
    this.deps.accepted(item);
  }

  private async refuse(item: QueueItem, reason: ParleyError): Promise<void> {
    if (!reason.retryable) {
      this.remove(item);
      item.fail(reason);
      return this.deps.refused(item);
    }
    item.become('queued', reason);
    this.deps.changed();
    // Without a connection there is nothing to wait for here: its return wakes the lane.
    // A server that names its time is taken at its word: that it does so often is no reason to wait longer.
    if (this.deps.ready()) await this.rest(reason.retryAfterMs || this.deps.backoff.next());
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.nap?.end(), ms);
      this.nap = {
        end: () => {
          clearTimeout(timer);
          this.nap = null;
          resolve();
        },
      };
    });
  }
}

const asParleyError = (error: unknown): ParleyError =>
  error instanceof ParleyError ? error : ParleyError.local('client.unexpected_answer', String(error), error);
