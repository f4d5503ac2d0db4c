import type { ConversationKind, HistoryVisibility, MemberRole } from '../../contract/index.js';
import type { CommittedEntry } from '../../platform/journal/index.js';
import type { ConversationFact } from '../domain/conversation-fact.js';

type Member = { readonly role: MemberRole; readonly joinedSeq: number };

/** The whole membership of one conversation as of `aclVersion`; immutable. */
export interface MemberList {
  readonly conversationId: string;
  readonly aclVersion: number;
  readonly kind: ConversationKind;
  readonly historyVisibility: HistoryVisibility;
  readonly members: ReadonlyMap<string, Member>;
}

/** Changes that nobody asked for; a list further behind is read anew sooner than followed. */
const MOST_CHANGES = 1_000;

/**
 * A member list and the changes of members committed since, applied when somebody asks: one more member of ten thousand costs
 * a copy in memory and not ten thousand rows of the database.
 */
export class FollowedList {
  private readonly changes: CommittedEntry[] = [];

  constructor(readonly list: MemberList) {}

  /** As of which version `current` would answer. */
  get aclVersion(): number {
    return this.list.aclVersion + this.changes.length;
  }

  get behind(): boolean {
    return this.changes.length > 0;
  }

  /** Each change of rights raises the version by one. False: some are missing in between, or this one cannot be followed. */
  follow(entry: CommittedEntry): boolean {
    const next = entry.aclVersion === this.aclVersion + 1 && this.changes.length < MOST_CHANGES;
    if (!next || !FOLLOWED.has(entry.type)) return false;
    this.changes.push(entry);
    return true;
  }

  current(): MemberList {
    if (!this.behind) return this.list;
    const members = new Map(this.list.members);
    for (const { type, seq, payloadJson } of this.changes)
      apply(members, seq, { type, data: JSON.parse(payloadJson) as unknown } as ConversationFact);
    return { ...this.list, aclVersion: this.aclVersion, members };
  }
}

const FOLLOWED = new Set<string>([
  'groups.member-added.v1',
  'groups.member-removed.v1',
  'groups.member-left.v1',
  'groups.role-changed.v1',
] satisfies Array<ConversationFact['type']>);

function apply(members: Map<string, Member>, seq: number, { type, data }: ConversationFact): void {
  if (type === 'groups.member-added.v1') members.set(data.userId, { role: data.role, joinedSeq: seq });
  if (type === 'groups.member-removed.v1' || type === 'groups.member-left.v1') members.delete(data.userId);
  const member = type === 'groups.role-changed.v1' && members.get(data.userId);
  if (member) members.set(data.userId, { ...member, role: data.role });
}
