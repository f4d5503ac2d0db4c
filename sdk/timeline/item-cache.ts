import type { MessageView } from '../../src/contract/index.js';
import type { ReceiptBook } from '../conversations/receipt-book.js';
import type { Row } from './message-window.js';
import type { TimelineItem } from './timeline-item.js';

/** Makes a row's item once and again only when it shows something else, so that a renderer can compare by identity. */
export class ItemCache {
  private readonly items = new WeakMap<Row, TimelineItem>();

  constructor(
    private readonly me: string,
    private readonly receipts: ReceiptBook,
  ) {}

  item(row: Row): TimelineItem {
    const known = this.items.get(row);
    if (known && !(known.kind === 'message' && known.mine)) return known;
    const item = row.kind === 'notice' ? notice(row) : this.message(row.message, known);
    this.items.set(row, item);
    return item;
  }

  private message(message: MessageView, known: TimelineItem | undefined): TimelineItem {
    const { seq } = message;
    if (message.authorId !== this.me) return { kind: 'message', key: message.id, seq, message, mine: false };
    const state = this.receipts.tick(seq);
    if (known?.kind === 'message' && known.mine && known.state === state) return known;
    return { kind: 'message', key: message.clientMessageId, seq, message, mine: true, state };
  }
}

function notice(row: Extract<Row, { kind: 'notice' }>): TimelineItem {
  return { kind: 'notice', key: `entry-${row.seq}`, seq: row.seq, event: row.event };
}
