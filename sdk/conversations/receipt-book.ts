import type { CursorView, ReceiptView } from '../../src/contract/index.js';

export type Tick = 'sent' | 'delivered' | 'read';

/** What a book knows, as an earlier run leaves it to a later one. */
export interface KeptReceipts {
  members: Array<{ userId: string; joinedSeq: number }>;
  receipts: ReceiptView[];
}

/**
 * How far the others have got in one conversation. A message's tick is the minimum over those who were members when it
 * was sent; one who joined later says nothing about it. Pure state.
 */
export class ReceiptBook {
  private readonly cursors = new Map<string, CursorView>();
  /** Of an earlier run: they count until the server has told. */
  private recalled = new Map<string, CursorView>();
  private joined = new Map<string, number>();
  /** Members by joining, each with the minima over itself and everybody before it. */
  private ladder: Array<{ joinedSeq: number } & CursorView> | null = null;

  constructor(private readonly me: string) {}

  /** The members and the number each joined at. */
  members(members: Iterable<{ userId: string; joinedSeq: number }>): void {
    this.joined = new Map([...members].map((member) => [member.userId, member.joinedSeq]));
    this.ladder = null;
  }

  /** Takes up what an earlier run knew. */
  recall({ members, receipts }: KeptReceipts): void {
    this.members(members);
    for (const { userId, ...cursor } of receipts) this.recalled.set(userId, cursor);
  }

  get kept(): KeptReceipts {
    const members = [...this.joined].map(([userId, joinedSeq]) => ({ userId, joinedSeq }));
    return { members, receipts: this.reached(0) };
  }

  /** All that the server knows: what an earlier run knew does not count any more. */
  told(receipts: readonly ReceiptView[]): void {
    this.recalled.clear();
    this.ladder = null;
    this.move(receipts);
  }

  /** Pointers only grow. Answers whether anything did. */
  move(receipts: readonly ReceiptView[]): boolean {
    let grown = false;
    for (const { userId, deliveredSeq, readSeq } of receipts) {
      const old = this.cursors.get(userId) ?? { deliveredSeq: 0, readSeq: 0 };
      if (deliveredSeq <= old.deliveredSeq && readSeq <= old.readSeq) continue;
      const read = Math.max(old.readSeq, readSeq);
      this.cursors.set(userId, { deliveredSeq: Math.max(old.deliveredSeq, deliveredSeq, read), readSeq: read });
      grown = true;
    }
    if (grown) this.ladder = null;
    return grown;
  }

  /** Who has got to `seq`, for "seen by". */
  reached(seq: number): ReceiptView[] {
    const all = new Map([...this.recalled, ...this.cursors]);
    return [...all].filter(([, c]) => c.deliveredSeq >= seq).map(([userId, c]) => ({ userId, ...c }));
  }

  tick(seq: number): Tick {
    const ladder = (this.ladder ??= this.climb());
    let low = 0;
    let high = ladder.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ladder[middle]!.joinedSeq <= seq) low = middle + 1;
      else high = middle;
    }
    const step = ladder[low - 1];
    if (!step) return 'sent';
    if (step.readSeq >= seq) return 'read';
    return step.deliveredSeq >= seq ? 'delivered' : 'sent';
  }

  private climb(): Array<{ joinedSeq: number } & CursorView> {
    const others = [...this.joined].filter(([userId]) => userId !== this.me).sort((a, b) => a[1] - b[1]);
    let deliveredSeq = Infinity;
    let readSeq = Infinity;
    return others.map(([userId, joinedSeq]) => {
      const cursor = this.cursors.get(userId) ?? this.recalled.get(userId);
      deliveredSeq = Math.min(deliveredSeq, cursor?.deliveredSeq ?? 0);
      readSeq = Math.min(readSeq, cursor?.readSeq ?? 0);
      return { joinedSeq, deliveredSeq, readSeq };
    });
  }
}
