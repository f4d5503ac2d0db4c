import type { SendResult } from '../../src/contract/index.js';
import { Backoff } from '../connection/backoff.js';
import { ParleyError } from '../errors.js';
import { randomId } from '../ids.js';
import { Lane } from './lane.js';
import type { OutgoingMessage, Sending, StoredMessage } from './outgoing.js';
import { QueueItem } from './queue-item.js';
import type { QueueShelf } from './queue-shelf.js';

export interface SendQueueDeps {
  shelf: QueueShelf;
  transmit: (message: StoredMessage) => Promise<SendResult>;
  ready: () => boolean;
  /** Told with the conversation whose messages changed. */
  changed: (conversationId: string) => void;
  /** Told of each message refused for good. */
  refused?: (message: OutgoingMessage) => void;
  /** Whether the log of a conversation has been applied up to this number here. */
  applied: (conversationId: string, seq: number) => boolean;
  backoff?: () => Backoff;
}

type Written = Pick<StoredMessage, 'conversationId' | 'body' | 'replyToSeq'>;

/**
 * Every message written here, until it stands in the log. First in, first out per conversation; conversations do not
 * wait for each other; a message refused for good steps aside. What is queued survives in the store and goes out with
 * the same id after a restart, so the server keeps it once whatever happened to the first attempt.
 */
export class SendQueue {
  private readonly items = new Map<string, QueueItem>();
  private readonly lanes = new Map<string, Lane>();
  private closed = false;

  constructor(private readonly deps: SendQueueDeps) {}

  /** Takes up what an earlier run left behind, before anything new. */
  async load(): Promise<void> {
    for (const { key, message } of await this.deps.shelf.load()) {
      if (!this.items.has(message.clientMessageId)) this.place(new QueueItem(message, [key], Promise.resolve()));
    }
  }

  add(written: Written): Sending {
    return this.take({ ...written, clientMessageId: randomId() });
  }

  /** The conversation's messages that are not in the log yet, in the order of sending. */
  of(conversationId: string): OutgoingMessage[] {
    const found: OutgoingMessage[] = [];
    for (const item of this.items.values()) {
      if (item.message.conversationId === conversationId) found.push(item.picture);
    }
    return found;
  }

  /** Sends a failed message again, behind what is queued now, under its old id. */
  retry(clientMessageId: string): Sending {
    const old = this.failed(clientMessageId);
    this.items.delete(clientMessageId);
    return this.take(old.message, old.keys);
  }

  /** Drops a message that failed or still waits. One that is under way can't be called back: answers false. */
  discard(clientMessageId: string): boolean {
    const item = this.items.get(clientMessageId);
    if (!item || item.state === 'sending' || item.state === 'sent') return false;
    // A waiting message that was tried before may already be stored: only a clear refusal proves otherwise.
    if (item.state === 'queued' && item.attempts > 0) return false;
    this.drop(item);
    item.abandon(ParleyError.local('client.discarded', 'Discarded before it was sent'));
    return true;
  }

  /** A message of this user stands in the log: whatever happened to its answer, it was sent. */
  seen(clientMessageId: string, result: SendResult): void {
    const item = this.items.get(clientMessageId);
    if (!item) return;
    if (item.state !== 'sent') item.succeed(result);
    this.drop(item);
  }

  /** The log of a conversation was skipped forward: what was acked below is in the pages now. */
  skipped(conversationId: string): void {
    for (const item of [...this.items.values()]) {
      if (item.message.conversationId === conversationId && this.isInLog(item)) this.drop(item);
    }
  }

  /** The connection is back: everything that waits goes on. */
  wake(): void {
    for (const lane of this.lanes.values()) lane.wake();
  }

  /** Sends nothing more. What is queued stays in the store. */
  close(): void {
    this.closed = true;
    for (const item of this.items.values()) {
      if (item.state !== 'sent') item.abandon(ParleyError.local('client.closed', 'The client was closed; it is kept'));
    }
    this.wake();
  }

  /** Keeps and queues it. The places it had in the store are given up when the new one is kept: one of them always is. */
  private take(written: Written & { clientMessageId: string }, former: readonly string[] = []): Sending {
    const { conversationId, body, replyToSeq, clientMessageId } = written;
    const { shelf } = this.deps;
    const message: StoredMessage = { clientMessageId, conversationId, body, replyToSeq, createdAt: now() };
    const keys = [shelf.nextKey(clientMessageId), ...former];
    const saved = shelf.put(keys[0]!, message).then(() => shelf.remove(...keys.splice(1)));
    const item = new QueueItem(message, keys, saved);
    this.place(item);
    return { message: item.picture, sent: item.sent };
  }

  private failed(clientMessageId: string): QueueItem {
    const item = this.items.get(clientMessageId);
    if (item?.state !== 'failed') throw new Error(`${clientMessageId} is not a failed message`);
    return item;
  }

  private place(item: QueueItem): void {
    this.items.set(item.message.clientMessageId, item);
    if (item.state !== 'failed') this.lane(item.message.conversationId).add(item);
    this.deps.changed(item.message.conversationId);
  }

  private lane(conversationId: string): Lane {
    let lane = this.lanes.get(conversationId);
    if (!lane) {
      lane = new Lane({
        transmit: this.deps.transmit,
        ready: () => !this.closed && this.deps.ready(),
        backoff: this.deps.backoff?.() ?? new Backoff(500, 30_000),
        accepted: (item) => this.accepted(item),
        refused: (item) => this.refused(item),
        changed: () => this.deps.changed(conversationId),
      });
      this.lanes.set(conversationId, lane);
    }
    return lane;
  }

  private accepted(item: QueueItem): void {
    if (this.isInLog(item)) this.drop(item);
    else this.deps.shelf.remove(...item.keys);
    this.deps.changed(item.message.conversationId);
  }

  private refused(item: QueueItem): void {
    // Where it is not kept as refused, a later run has it refused again.
    this.deps.shelf.put(item.keys[0]!, item.message).catch(() => undefined);
    this.deps.refused?.(item.picture);
    this.deps.changed(item.message.conversationId);
  }

  private isInLog(item: QueueItem): boolean {
    return item.result !== undefined && this.deps.applied(item.message.conversationId, item.result.seq);
  }

  private drop(item: QueueItem): void {
    this.items.delete(item.message.clientMessageId);
    this.lanes.get(item.message.conversationId)?.remove(item);
    this.deps.shelf.remove(...item.keys);
    this.deps.changed(item.message.conversationId);
  }
}

const now = (): string => new Date().toISOString();
