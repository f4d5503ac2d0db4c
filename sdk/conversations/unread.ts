import type { AnyConversationEvent as ConversationEvent, CursorView, UnreadView } from '../../src/contract/index.js';

/**
 * The server's count at one number, with later entries folded in. Pure state. Where an entry touches something that is
 * only inside the server's figure (a deleted message counted there, a pointer moved into the middle of it), the result
 * cannot be known here: `uncertain` says so, and the caller asks the server again.
 */
export class Unread {
  uncertain = false;
  private base: UnreadView = { messages: 0, mentions: 0, atSeq: 0 };
  private readonly later = new Map<number, { mention: boolean }>();
  /** Of each unread message that was deleted or edited, the number that did so: a figure of before is wrong about it. */
  private readonly altered = new Map<number, number>();
  private cursor: CursorView = { deliveredSeq: 0, readSeq: 0 };

  constructor(private readonly me: string) {}

  get readSeq(): number {
    return this.cursor.readSeq;
  }

  get deliveredSeq(): number {
    return this.cursor.deliveredSeq;
  }

  get value(): { messages: number; mentions: number } {
    let mentions = this.base.mentions;
    for (const { mention } of this.later.values()) if (mention) mentions += 1;
    return { messages: this.base.messages + this.later.size, mentions };
  }

  /**
   * The server's exact count, where the pointer was at `readSeq` for it. Entries up to its `atSeq` are in it. The pointer may have
   * moved while it was on its way.
   */
  count(base: UnreadView, readSeq = this.cursor.readSeq): void {
    const before = readSeq < this.cursor.readSeq;
    if (base.atSeq < this.base.atSeq || (before && base.atSeq === this.base.atSeq)) return;
    const unread = base.atSeq > this.cursor.readSeq;
    this.base = unread ? base : { messages: 0, mentions: 0, atSeq: base.atSeq };
    for (const [target, seq] of [...this.altered]) if (seq <= base.atSeq) this.altered.delete(target);
    this.uncertain =
      (before && this.base.messages > 0) || [...this.altered.keys()].some((target) => this.holds(target));
    for (const seq of [...this.later.keys()]) if (seq <= base.atSeq) this.later.delete(seq);
  }

  /** Pointers never go back, whoever reports them. */
  move(cursor: Partial<CursorView>): void {
    this.cursor = {
      deliveredSeq: Math.max(this.cursor.deliveredSeq, cursor.deliveredSeq ?? 0, cursor.readSeq ?? 0),
      readSeq: this.cursor.readSeq,
    };
    const { readSeq = 0 } = cursor;
    if (readSeq <= this.cursor.readSeq) return;
    this.cursor.readSeq = readSeq;
    for (const seqs of [this.later, this.altered])
      for (const seq of [...seqs.keys()]) if (seq <= readSeq) seqs.delete(seq);
    if (readSeq >= this.base.atSeq) {
      this.base = { messages: 0, mentions: 0, atSeq: this.base.atSeq };
      this.uncertain = false;
    } else if (this.base.messages > 0) {
      this.uncertain = true;
    }
  }

  /** The next entry of the log. */
  apply(event: ConversationEvent): void {
    if (event.seq <= this.base.atSeq) return;
    if (event.type === 'messaging.message-sent.v1') {
      if (event.actorId === this.me || event.seq <= this.cursor.readSeq) return;
      this.later.set(event.seq, { mention: this.mentionsMe(event.data) });
    } else if (event.type === 'messaging.message-deleted.v1') {
      this.alter(event.data.targetSeq, event.seq);
      if (!this.later.delete(event.data.targetSeq)) this.doubt(event.data.targetSeq);
    } else if (event.type === 'messaging.message-edited.v1') {
      const mention = this.mentionsMe(event.data);
      if (event.actorId !== this.me) this.alter(event.data.targetSeq, event.seq);
      if (this.later.has(event.data.targetSeq)) this.later.set(event.data.targetSeq, { mention });
      else if (event.actorId !== this.me) this.editedInside(event.data.targetSeq, mention);
    }
  }

  /**
   * An edit changes no more than who is mentioned. In a figure without mentions this message did not mention me, so what it does
   * now can be known here: in a large group everybody would ask the server for every edit of what he has not read.
   */
  private editedInside(targetSeq: number, mention: boolean): void {
    if (this.base.mentions > 0) this.doubt(targetSeq);
    else if (mention && this.holds(targetSeq)) this.base = { ...this.base, mentions: 1 };
  }

  private alter(targetSeq: number, seq: number): void {
    if (targetSeq > this.cursor.readSeq) this.altered.set(targetSeq, seq);
  }

  private doubt(targetSeq: number): void {
    if (this.holds(targetSeq)) this.uncertain = true;
  }

  /** Whether the server's figure may have this message in it. */
  private holds(seq: number): boolean {
    return seq > this.cursor.readSeq && seq <= this.base.atSeq && this.base.messages > 0;
  }

  private mentionsMe(data: { mentions: string[]; mentionsAll: boolean }): boolean {
    return data.mentionsAll || data.mentions.includes(this.me);
  }
}
