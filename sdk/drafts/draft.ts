import type { DraftView } from '../../src/contract/index.js';

/** What this user has begun to write in a conversation. */
export interface Draft {
  readonly body: string;
  readonly replyToSeq: number | null;
  /** Whether the server has it, and so this user's other devices. */
  readonly synced: boolean;
}

export interface StoredDraft extends Draft {
  /** The number of the user's own log at which the server last told of it. */
  atSeq: number;
}

export const EMPTY: StoredDraft = { body: '', replyToSeq: null, synced: true, atSeq: 0 };

/** One conversation's draft with what is under way for it. */
export class DraftState {
  kept: StoredDraft = EMPTY;
  /** What the server has; null while that is not known: of what was not saved here, the answer may have been lost. */
  server: Pick<Draft, 'body' | 'replyToSeq'> | null = EMPTY;
  saving: Promise<void> | null = null;
  /** An entry told of a change while something of ours was on its way. */
  toldSeq = 0;
  timer: ReturnType<typeof setTimeout> | null = null;
  savedAt = 0;
  /** Since when something waits to be saved. */
  waitingSince = 0;

  /** Takes what the user wrote. Answers whether the server has to hear of it. */
  write(body: string, replyToSeq: number | null): boolean {
    const reply = body === '' ? null : replyToSeq;
    const synced = !this.saving && body === this.server?.body && reply === this.server.replyToSeq;
    this.kept = { ...this.kept, body, replyToSeq: reply, synced };
    return !synced;
  }

  /** Takes what the server has; what is written here and not saved yet will replace it. Answers whether it is shown now. */
  accept({ body, replyToSeq, atSeq }: DraftView): boolean {
    if (atSeq < this.kept.atSeq) return false;
    this.server = { body, replyToSeq };
    const own = !this.kept.synced;
    this.kept = own ? { ...this.kept, atSeq } : { body, replyToSeq, synced: true, atSeq };
    return !own;
  }

  /** `sent` is on the server now; the user may have gone on writing meanwhile. */
  saved(sent: StoredDraft, { atSeq }: DraftView): void {
    this.server = sent;
    const { body, replyToSeq } = this.kept;
    const synced = body === sent.body && replyToSeq === sent.replyToSeq;
    this.kept = { body, replyToSeq, synced, atSeq: Math.max(atSeq, this.kept.atSeq) };
  }
}
