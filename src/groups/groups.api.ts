import { Injectable } from '@nestjs/common';
import type { ConversationKind, HistoryVisibility, MemberRole } from '../contract/index.js';
import { JournalReader } from '../platform/journal/index.js';
import { ConversationSettings, type UserInConversation } from './persistence/conversation-settings.js';
import type { MemberList } from './persistence/followed-list.js';
import { MemberLists } from './persistence/member-lists.js';
import { type BelongingOfUser, Memberships, type ConversationOfUser } from './persistence/memberships.js';

/** One user's standing in one conversation, as of `aclVersion`. */
export interface Membership {
  conversationId: string;
  aclVersion: number;
  kind: ConversationKind;
  role: MemberRole;
  joinedSeq: number;
  historyVisibility: HistoryVisibility;
  memberCount: number;
}

export interface CurrentMembership extends Membership {
  /** The log's last number at which this standing is certain: the upper end of what the user may read on its strength. */
  headSeq: number;
}

/** The first number this member may read. */
export const visibleFrom = (m: Pick<Membership, 'historyVisibility' | 'joinedSeq'>): number =>
  m.historyVisibility === 'shared' ? 1 : m.joinedSeq;

/** Questions other modules may ask. A non-member gets null, as for a conversation that does not exist. */
@Injectable()
export class GroupsApi {
  constructor(
    private readonly lists: MemberLists,
    private readonly memberships: Memberships,
    private readonly reader: JournalReader,
    private readonly settings: ConversationSettings,
  ) {}

  /**
   * For reads: true now, on every node (one key look-up of the log's head). Read no further than `headSeq`: a removal that
   * commits between this answer and the read then hides nothing and leaks nothing.
   */
  async membership(conversationId: string, userId: string): Promise<CurrentMembership | null> {
    const head = await this.reader.head(conversationId);
    const list = head && (await this.lists.atLeast(conversationId, head.aclVersion));
    const mine = list && standing(list, userId);
    return mine ? { ...mine, headSeq: head.lastSeq } : null;
  }

  /**
   * For appends only: from this node's memory, without a query. It may be behind, which the append finds out by
   * `aclVersion` (stale → `refresh`, ask again). A no is never from memory: somebody just added is not turned away.
   */
  async membershipForAppend(conversationId: string, userId: string): Promise<Membership | null> {
    const kept = this.lists.kept(conversationId);
    return (kept && standing(kept, userId)) ?? this.membership(conversationId, userId);
  }

  /** After an append was refused as stale. */
  refresh(conversationId: string): void {
    this.lists.drop(conversationId);
  }

  /** All members, now or as of the given version or a newer one. Null: no such conversation. */
  async membersOf(conversationId: string, atLeastAclVersion?: number): Promise<MemberList | null> {
    const version = atLeastAclVersion ?? (await this.reader.head(conversationId))?.aclVersion;
    return version === undefined ? null : this.lists.atLeast(conversationId, version);
  }

  conversationsOf(userId: string): Promise<ConversationOfUser[]> {
    return this.memberships.conversationsOf(userId);
  }

  /** The conversations of many users in one statement. */
  conversationsOfAll(userIds: readonly string[]): Promise<BelongingOfUser[]> {
    return this.memberships.conversationsOfAll(userIds);
  }

  /** Those of them who muted the conversation. */
  muted(of: readonly UserInConversation[]): Promise<UserInConversation[]> {
    return this.settings.muted(of);
  }

  /** Those of `others` who are in at least one conversation with this user. */
  shareConversation(userId: string, others: readonly string[]): Promise<Set<string>> {
    return this.memberships.sharing(userId, others);
  }
}

function standing(list: MemberList, userId: string): Membership | null {
  const member = list.members.get(userId);
  if (!member) return null;
  const { conversationId, aclVersion, kind, historyVisibility } = list;
  return { conversationId, aclVersion, kind, historyVisibility, ...member, memberCount: list.members.size };
}
