import type { AnyConversationEvent as ConversationEvent, MessageView } from '../../src/contract/index.js';
import { foldInto, messageOf, targetOf } from './fold.js';

/** A message, or another entry worth a line of its own (a joining, a removal, a new title). */
export type Row =
  { kind: 'message'; seq: number; message: MessageView } | { kind: 'notice'; seq: number; event: ConversationEvent };

/** A contiguous part of a conversation, in the order of its numbers. Pure state. */
export class MessageWindow {
  private readonly rows = new Map<number, Row>();
  private order: number[] = [];

  get size(): number {
    return this.order.length;
  }

  get lowest(): number | null {
    return this.order[0] ?? null;
  }

  get highest(): number | null {
    return this.order.at(-1) ?? null;
  }

  /** The rows in order. Rows that did not change are the same objects as before. */
  list(): Row[] {
    return this.order.map((seq) => this.rows.get(seq)!);
  }

  /** The last messages, in their order. */
  newest(most: number): MessageView[] {
    const found: MessageView[] = [];
    for (let at = this.order.length - 1; at >= 0 && found.length < most; at -= 1) {
      const row = this.rows.get(this.order[at]!)!;
      if (row.kind === 'message') found.push(row.message);
    }
    return found.reverse();
  }

  at(seq: number): Row | undefined {
    return this.rows.get(seq);
  }

  /** Drops everything for a page. A message that comes as it was here already keeps its row. */
  replace(messages: readonly MessageView[]): void {
    const before = new Map(this.rows);
    this.rows.clear();
    this.order = [];
    for (const message of messages) {
      const known = before.get(message.seq);
      const same = known?.kind === 'message' && JSON.stringify(known.message) === JSON.stringify(message);
      this.insert(same ? known : { kind: 'message', seq: message.seq, message });
    }
  }

  /** Adds messages of a page. One that is already here stays: it has been folded by number since it came. */
  merge(messages: readonly MessageView[]): void {
    for (const message of messages) this.insert({ kind: 'message', seq: message.seq, message });
  }

  /** Folds an entry: changes the message it is about and, when `growing`, takes in a new row. */
  apply(event: ConversationEvent, growing: boolean): void {
    const target = targetOf(event);
    if (target !== null) return this.change(target, event);
    if (!growing) return;
    if (event.type === 'messaging.message-sent.v1') {
      this.insert({ kind: 'message', seq: event.seq, message: messageOf(event) });
    } else if (event.type.startsWith('groups.')) {
      this.insert({ kind: 'notice', seq: event.seq, event });
    }
  }

  /** Drops the oldest or the newest rows beyond `keep`; answers whether any were. */
  trim(keep: number, end: 'oldest' | 'newest'): boolean {
    const count = Math.max(0, this.order.length - keep);
    const dropped = this.order.splice(end === 'oldest' ? 0 : this.order.length - count, count);
    for (const seq of dropped) this.rows.delete(seq);
    return dropped.length > 0;
  }

  private change(target: number, event: ConversationEvent): void {
    const row = this.rows.get(target);
    if (row?.kind !== 'message') return;
    const message = foldInto(row.message, event);
    if (message !== row.message) this.rows.set(target, { kind: 'message', seq: target, message });
  }

  private insert(row: Row): void {
    if (this.rows.has(row.seq)) return;
    this.rows.set(row.seq, row);
    // Nearly always an append or a prepend of neighbours, so the walk is short.
    let at = this.order.length;
    if (this.order[0] !== undefined && row.seq < this.order[0]) at = 0;
    while (at > 0 && this.order[at - 1]! > row.seq) at -= 1;
    this.order.splice(at, 0, row.seq);
  }
}
