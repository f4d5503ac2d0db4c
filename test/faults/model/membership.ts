import { headOf, type ConversationLog } from './log.js';

/** Member from the entry `from` that made him one, up to and including the entry `to` that ended it; Infinity: to this day. */
export interface Interval {
  from: number;
  to: number;
  /** The how-manieth adding of his it was; 0: he was there when the group was made. */
  adding: number;
}

/** Who belonged to a conversation at which number, as its log says. */
export class Membership {
  readonly shared: boolean;
  private readonly intervals = new Map<string, Interval[]>();

  constructor(readonly log: ConversationLog) {
    let shared = false;
    for (const entry of log.entries) {
      if (entry.type === 'groups.conversation-created.v1') {
        shared = entry.data.historyVisibility === 'shared';
        for (const { userId } of entry.data.members) this.open(userId, entry.seq, 0);
      } else if (entry.type === 'groups.member-added.v1') this.open(entry.data.userId, entry.seq, 1);
      else if (entry.type === 'groups.member-removed.v1' || entry.type === 'groups.member-left.v1') {
        this.close(entry.data.userId, entry.seq);
      }
    }
    this.shared = shared;
  }

  of(userId: string): readonly Interval[] {
    return this.intervals.get(userId) ?? [];
  }

  users(): Iterable<string> {
    return this.intervals.keys();
  }

  /** Whether the entry `seq` happened while he was a member; the one that ended it included. */
  at(userId: string, seq: number): boolean {
    return this.of(userId).some(({ from, to }) => from <= seq && seq <= to);
  }

  /** The interval he is in at the end; null: he is none. */
  current(userId: string): Interval | null {
    const last = this.of(userId).at(-1);
    return last?.to === Infinity ? last : null;
  }

  /**
   * Whether he may have been shown the entry `seq` when he had been asked to be added so many times; Infinity: at the end. Members of a
   * group with shared history see everything up to the entry that ended their membership, others only what happened during it.
   */
  visible(userId: string, seq: number, addings = Infinity): boolean {
    const begun = (adding: number, from: number) => from <= seq || (this.shared && adding <= addings);
    return this.of(userId).some(({ from, to, adding }) => seq <= to && begun(adding, from));
  }

  /** The first number he may read now; Infinity: none. What he could see in an earlier membership does not count. */
  readableFrom(userId: string): number {
    const now = this.current(userId);
    return now === null ? Infinity : this.shared ? 1 : now.from;
  }

  get head(): number {
    return headOf(this.log);
  }

  private open(userId: string, from: number, added: 0 | 1): void {
    const list = this.intervals.get(userId) ?? [];
    this.intervals.set(userId, list);
    const last = list.at(-1);
    if (last?.to !== Infinity) list.push({ from, to: Infinity, adding: (last?.adding ?? 0) + added });
  }

  private close(userId: string, to: number): void {
    const last = this.intervals.get(userId)?.at(-1);
    if (last?.to === Infinity) last.to = to;
  }
}
