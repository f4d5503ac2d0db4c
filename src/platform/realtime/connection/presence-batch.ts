import type { ServerEvents } from '../../../contract/index.js';
import { eventFrame } from './frame.js';
import type { Receiver } from './subscription.js';

type Change = ServerEvents['presence']['changes'][number];

/**
 * Presence reaches a socket through every conversation it shares with somebody. What arrives within a second is put
 * together: one frame per socket and second at most, each user in it once, as last heard.
 */
export class PresenceBatch {
  private waiting = new Map<Receiver, Map<string, Change>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly everyMs: number) {}

  /** `payload` came over the bus: what is not a list of changes is dropped. */
  add(receiver: Receiver, payload: object): void {
    const { changes } = payload as Partial<ServerEvents['presence']>;
    if (!Array.isArray(changes)) return;
    const news = this.waiting.get(receiver) ?? new Map<string, Change>();
    for (const change of changes) news.set(change.userId, change);
    this.waiting.set(receiver, news);
    this.timer ??= setTimeout(() => this.flush(), this.everyMs).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
  }

  private flush(): void {
    this.timer = undefined;
    const waiting = this.waiting;
    this.waiting = new Map();
    for (const [receiver, news] of waiting)
      receiver.write(eventFrame('presence', JSON.stringify({ changes: [...news.values()] }), true));
  }
}
