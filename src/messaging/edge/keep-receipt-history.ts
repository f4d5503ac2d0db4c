import { Controller } from '@nestjs/common';
import type { UserEntries } from '../../contract/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Reaction } from '../../platform/transport/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import { ReceiptHistory } from '../persistence/receipt-history.js';

type CursorMoved = EventEnvelope<UserEntries['messaging.cursor-moved.v1']>;

/** Who got and read what, and when: each move of a pointer becomes a row beside the conversation. */
@Controller()
export class KeepReceiptHistory {
  constructor(private readonly history: ReceiptHistory) {}

  @Reaction({ consumer: 'messaging.receipt-history', on: ['messaging.cursor-moved.v1'], together: true })
  async moved(envelopes: readonly CursorMoved[], tx: Tx): Promise<void> {
    const moves = envelopes.map(({ subject, data, time }) => ({ ...data, userId: subject, at: time }));
    await this.history.note(tx, moves);
  }
}
