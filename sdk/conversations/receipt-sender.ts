import type { ClientEvents, CursorView, UnreadView } from '../../src/contract/index.js';
import { mayPass, refusalPauses, waitAfter } from '../refusal.js';
import type { Unread } from './unread.js';

export interface ReceiptSenderDeps {
  request: <E extends 'receipt.delivered' | 'receipt.read'>(
    event: E,
    input: ClientEvents[E]['in'],
  ) => Promise<ClientEvents[E]['out']>;
  /** Undefined where the conversation is not one's own any more. */
  unread: (conversationId: string) => Unread | undefined;
  counted: (conversationId: string, unread: UnreadView | null, cursor: CursorView) => void;
  /** How long deliveries are gathered before the last of them is told. */
  gatherMs: number;
}

/** Conversations told of per `gatherMs`: after an absence hundreds may have something, and the socket's limit is for all events. */
const AT_ONCE = 25;

/**
 * Tells the server how far this user has got: delivered by itself, gathered per conversation; read when the
 * application says so. What could not be told is told again, after the next reconnect at the latest.
 */
export class ReceiptSender {
  private readonly delivered = new Map<string, number>();
  private readonly reads = new Map<string, number>();
  private readonly onItsWay = new Set<string>();
  private toldAt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly pauses = refusalPauses();

  constructor(private readonly deps: ReceiptSenderDeps) {}

  /** Somebody else's message is on this device. */
  arrived(conversationId: string, seq: number): void {
    this.delivered.set(conversationId, seq);
    this.timer ??= setTimeout(() => this.flush(), this.deps.gatherMs);
  }

  /** Everything up to `seq` was seen by the user. Counts at once here, and by the server's figures when it answers. */
  async read(conversationId: string, seq: number): Promise<void> {
    this.reads.set(conversationId, Math.max(seq, this.reads.get(conversationId) ?? 0));
    await this.tellRead(conversationId);
  }

  /** Repeats what has no answer and is not on its way; may be called often, for instance at every resume. */
  flush(): void {
    for (const id of this.reads.keys()) if (!this.onItsWay.has(id)) this.tellRead(id).catch(() => undefined);
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    if (this.delivered.size === 0) return;
    const wait = this.toldAt + this.deps.gatherMs - Date.now();
    if (wait > 0) return void (this.timer = setTimeout(() => this.flush(), wait));
    this.toldAt = Date.now();
    const delivered = [...this.delivered.keys()].slice(0, AT_ONCE);
    if (this.delivered.size > delivered.length) this.timer = setTimeout(() => this.flush(), this.deps.gatherMs);
    for (const id of delivered) this.tellDelivered(id).catch((error: unknown) => this.notTold(id, error));
  }

  clear(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    this.delivered.clear();
    this.reads.clear();
  }

  /** Told again behind all others, or never where the server will not hear it: neither may hold the rest up. */
  private notTold(conversationId: string, error: unknown): void {
    const seq = this.delivered.get(conversationId);
    this.delivered.delete(conversationId);
    if (seq === undefined || !mayPass(error)) return;
    this.delivered.set(conversationId, seq);
    this.later(error);
  }

  /** A server without its database keeps the connection, so that no reconnect need come. */
  private later(error: unknown): void {
    this.timer ??= setTimeout(() => this.flush(), waitAfter(error, this.pauses));
  }

  private async tellDelivered(conversationId: string): Promise<void> {
    const seq = this.delivered.get(conversationId)!;
    if ((this.deps.unread(conversationId)?.deliveredSeq ?? seq) < seq) {
      const cursor = await this.deps.request('receipt.delivered', { conversationId, seq });
      this.pauses.reset();
      this.deps.counted(conversationId, null, cursor);
    }
    if (this.delivered.get(conversationId) === seq) this.delivered.delete(conversationId);
  }

  private async tellRead(conversationId: string): Promise<void> {
    const seq = this.reads.get(conversationId);
    if (seq === undefined) return;
    this.onItsWay.add(conversationId);
    let settled = true;
    try {
      const { unread, ...cursor } = await this.deps.request('receipt.read', { conversationId, seq });
      this.pauses.reset();
      this.deps.counted(conversationId, unread, cursor);
    } catch (error) {
      settled = !mayPass(error);
      if (!settled) this.later(error);
      throw error;
    } finally {
      this.onItsWay.delete(conversationId);
      if (settled && this.reads.get(conversationId) === seq) this.reads.delete(conversationId);
    }
  }
}
