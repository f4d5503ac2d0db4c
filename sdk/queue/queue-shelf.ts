import type { Store } from '../store/store.js';
import type { StoredMessage } from './outgoing.js';

/** The send queue's part of the store: one key per message, sorted by the order of sending. */
export class QueueShelf {
  private last = 0;

  constructor(
    private readonly store: Store,
    private readonly userId: string,
  ) {}

  /** Everything kept, in order. A retry that was cut short left a message in two places: the later one counts. */
  async load(): Promise<Array<{ key: string; message: StoredMessage }>> {
    const entries = await this.store.entries(this.prefix);
    const last = entries.at(-1)?.[0].slice(this.prefix.length).split('-')[0];
    this.last = Math.max(this.last, Number(last ?? 0));
    const kept = new Map<string, { key: string; message: StoredMessage }>();
    for (const [key, value] of entries) {
      const message = value as StoredMessage;
      const former = kept.get(message.clientMessageId);
      if (former) this.remove(former.key);
      kept.delete(message.clientMessageId);
      kept.set(message.clientMessageId, { key, message });
    }
    return [...kept.values()];
  }

  /** The key of the next message. Time leads it, so that two tabs' messages interleave as they were written. */
  nextKey(clientMessageId: string): string {
    this.last = Math.max(this.last + 1, Date.now());
    return `${this.prefix}${String(this.last).padStart(16, '0')}-${clientMessageId}`;
  }

  put(key: string, message: StoredMessage): Promise<void> {
    return this.store.set(key, message);
  }

  /** What a failing store still has is sent again by a later run, under its id: the server keeps it once. */
  remove(...keys: string[]): void {
    for (const key of keys) this.store.delete(key).catch(() => undefined);
  }

  private get prefix(): string {
    return `queue/${this.userId}/`;
  }
}
