import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type CursorView, type ReceiptView, TIMINGS } from '../../contract/index.js';
import { Realtime } from '../../platform/realtime/index.js';

/**
 * Tells the others how far members have got, live and without a promise: whoever misses it reads the pointers. The first
 * move of a quiet conversation goes out at the end of the turn; what follows within a second is told once, as it then stands.
 */
@Injectable()
export class TellReceipts implements OnApplicationShutdown {
  private readonly waiting = new Map<string, Map<string, ReceiptView>>();
  private readonly timers = new Map<string, NodeJS.Timeout | NodeJS.Immediate>();

  constructor(private readonly realtime: Realtime) {}

  onApplicationShutdown(): void {
    for (const timer of this.timers.values()) clearTimeout(timer as NodeJS.Timeout);
  }

  moved(conversationId: string, userId: string, { deliveredSeq, readSeq }: CursorView): void {
    const receipt = { userId, deliveredSeq, readSeq };
    const waiting = this.waiting.get(conversationId);
    if (waiting) waiting.set(userId, receipt);
    else this.waiting.set(conversationId, new Map([[userId, receipt]]));
    if (!this.timers.has(conversationId))
      this.timers.set(
        conversationId,
        setImmediate(() => this.tell(conversationId)),
      );
  }

  private tell(conversationId: string): void {
    const waiting = this.waiting.get(conversationId);
    if (!waiting) return void this.timers.delete(conversationId);
    this.waiting.delete(conversationId);
    this.realtime.ephemeral(conversationId, 'receipts', { conversationId, receipts: [...waiting.values()] });
    const timer = setTimeout(() => this.tell(conversationId), TIMINGS.receiptsBatchMs);
    this.timers.set(conversationId, timer.unref());
  }
}
