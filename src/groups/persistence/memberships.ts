import { Injectable } from '@nestjs/common';
import type { ConversationKind, HistoryVisibility, MemberRole } from '../../contract/index.js';
import { Database } from '../../platform/database/database.js';

export interface ConversationOfUser {
  conversationId: string;
  kind: ConversationKind;
  historyVisibility: HistoryVisibility;
  aclVersion: number;
  role: MemberRole;
  joinedSeq: number;
}

export interface BelongingOfUser {
  userId: string;
  conversationId: string;
  aclVersion: number;
}

const CONVERSATIONS_OF = `
  SELECT m.conversation_id AS "conversationId", c.kind, c.history_visibility AS "historyVisibility",
    c.acl_version AS "aclVersion", m.role, m.joined_seq AS "joinedSeq"
  FROM members m JOIN conversations c ON c.shard = m.shard AND c.id = m.conversation_id
  WHERE m.user_id = $1`;

const CONVERSATIONS_OF_ALL = `
  SELECT m.user_id AS "userId", m.conversation_id AS "conversationId", c.acl_version AS "aclVersion"
  FROM members m JOIN conversations c ON c.shard = m.shard AND c.id = m.conversation_id
  WHERE m.user_id = ANY ($1::uuid[])`;

const SHARING = `
  SELECT DISTINCT o.user_id AS "userId"
  FROM members m JOIN members o ON o.shard = m.shard AND o.conversation_id = m.conversation_id
  WHERE m.user_id = $1 AND o.user_id = ANY ($2::uuid[])`;

/** Membership seen from the user's side, over all shards; asked at connect and by lists, never per message. */
@Injectable()
export class Memberships {
  constructor(private readonly database: Database) {}

  conversationsOf(userId: string): Promise<ConversationOfUser[]> {
    return this.database.named<ConversationOfUser>('groups-conversations-of', CONVERSATIONS_OF, [userId]);
  }

  /** The same of many users, without what each is in them. */
  conversationsOfAll(userIds: readonly string[]): Promise<BelongingOfUser[]> {
    return this.database.named<BelongingOfUser>('groups-conversations-of-all', CONVERSATIONS_OF_ALL, [userIds]);
  }

  /** Those of `others` who are in at least one conversation with this user. */
  async sharing(userId: string, others: readonly string[]): Promise<Set<string>> {
    if (others.length === 0) return new Set();
    const rows = await this.database.named<{ userId: string }>('groups-sharing', SHARING, [userId, others]);
    return new Set(rows.map((r) => r.userId));
  }
}
