import type { AnyConversationEvent as ConversationEvent, MemberView } from '../../src/contract/index.js';
import { type Observable, View } from '../observe/view.js';

export interface MemberSnapshot {
  /** Owners, then admins, then members, each in the order in which they joined. */
  readonly members: readonly MemberView[];
  /** False until the server has told them all. */
  readonly loaded: boolean;
}

const RANK = { owner: 0, admin: 1, member: 2 };

/**
 * Who is in one conversation, and with which role. `open` it once; joins, departures and roles are folded in from then on.
 * Folding an entry twice, or into a list that was read after it, changes nothing once all that follow were folded too.
 */
export class MemberList implements Observable<MemberSnapshot> {
  private members = new Map<string, MemberView>();
  private loaded = false;
  private opened = false;
  private stale = true;
  private meanwhile: ConversationEvent[] = [];
  private loading: Promise<void> | null = null;
  private readonly view = new View<MemberSnapshot>(() => this.picture());

  readonly get = this.view.get;
  readonly subscribe = this.view.subscribe;
  readonly onChange = this.view.onChange;

  constructor(private readonly fetch: () => Promise<MemberView[]>) {}

  /** Loads them all; once is enough. */
  async open(): Promise<void> {
    this.opened = true;
    if (this.stale) await (this.loading ??= this.load().finally(() => (this.loading = null)));
  }

  apply(event: ConversationEvent): void {
    if (!event.type.startsWith('groups.')) return;
    if (this.loading) this.meanwhile.push(event);
    this.fold(event);
    this.view.invalidate();
  }

  /** Entries were skipped. */
  outdate(): void {
    this.stale = true;
  }

  /** The connection stands again. */
  resumed(): void {
    if (this.opened) this.open().catch(() => undefined);
  }

  private async load(): Promise<void> {
    // Once more where entries were skipped while the list was on its way.
    while (this.stale) await this.loadOnce();
  }

  private async loadOnce(): Promise<void> {
    this.stale = false;
    this.meanwhile = [];
    try {
      this.members = new Map((await this.fetch()).map((member) => [member.userId, member]));
      for (const event of this.meanwhile) this.fold(event);
      this.loaded = true;
      this.view.invalidate();
    } catch (error) {
      this.stale = true;
      throw error;
    }
  }

  private fold(event: ConversationEvent): void {
    if (event.type === 'groups.member-added.v1') {
      this.members.set(event.data.userId, { ...event.data, joinedSeq: event.seq, joinedAt: event.at });
    } else if (event.type === 'groups.member-removed.v1' || event.type === 'groups.member-left.v1') {
      this.members.delete(event.data.userId);
    } else if (event.type === 'groups.role-changed.v1') {
      const member = this.members.get(event.data.userId);
      if (member) this.members.set(member.userId, { ...member, role: event.data.role });
    }
  }

  private picture(): MemberSnapshot {
    const members = [...this.members.values()].sort(
      (a, b) => RANK[a.role] - RANK[b.role] || a.joinedSeq - b.joinedSeq || (a.userId < b.userId ? -1 : 1),
    );
    return { members, loaded: this.loaded };
  }
}
