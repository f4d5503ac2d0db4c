import { EntitySchema } from 'typeorm';
import type { ConversationKind, HistoryVisibility, MemberRole } from '../../contract/index.js';
import { registerEntities } from '../../platform/database/entities.js';

export interface ConversationRow {
  /** `shardOf(id)`, first in the key: a conversation, its log and its members live in one place. */
  shard: number;
  id: string;
  kind: ConversationKind;
  title: string | null;
  historyVisibility: HistoryVisibility;
  createdBy: string;
  createdAt: Date;
  memberCount: number;
  /** The log's `acl_version` these members belong to, written by the commit that raised it. */
  aclVersion: number;
}

export interface MemberRow {
  shard: number;
  conversationId: string;
  userId: string;
  role: MemberRole;
  joinedSeq: number;
  joinedAt: Date;
}

export const ConversationTable = new EntitySchema<ConversationRow>({
  name: 'conversations',
  columns: {
    shard: { type: 'smallint', primary: true },
    id: { type: 'uuid', primary: true },
    kind: { type: 'text' },
    title: { type: 'text', nullable: true },
    historyVisibility: { type: 'text', name: 'history_visibility' },
    createdBy: { type: 'uuid', name: 'created_by' },
    createdAt: { type: 'timestamptz', name: 'created_at' },
    memberCount: { type: 'int', name: 'member_count' },
    aclVersion: { type: 'bigint', name: 'acl_version' },
  },
});

export const MemberTable = new EntitySchema<MemberRow>({
  name: 'members',
  columns: {
    shard: { type: 'smallint', primary: true },
    conversationId: { type: 'uuid', name: 'conversation_id', primary: true },
    userId: { type: 'uuid', name: 'user_id', primary: true },
    role: { type: 'text' },
    joinedSeq: { type: 'bigint', name: 'joined_seq' },
    joinedAt: { type: 'timestamptz', name: 'joined_at' },
  },
});

registerEntities(ConversationTable, MemberTable);
