import { Injectable } from '@nestjs/common';
import type {
  ConversationKind,
  ConversationView,
  HistoryVisibility,
  MemberRole,
  MemberView,
} from '../../contract/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';

interface Row {
  id: string;
  kind: ConversationKind;
  title: string | null;
  history_visibility: HistoryVisibility;
  created_at: Date;
  member_count: number;
  acl_version: number;
  head_seq: number;
  role: MemberRole;
  joined_seq: number;
  joined_at: Date;
  peer_id: string | null;
  favourite: boolean | null;
  muted: boolean | null;
  settings_seq: number | null;
}

type MemberRow = Pick<Row, 'role' | 'joined_seq' | 'joined_at'> & { user_id: string };

const MINE = `
  SELECT c.id, c.kind, c.title, c.history_visibility, c.created_at, c.member_count, c.acl_version, h.last_seq AS head_seq,
    m.role, m.joined_seq, m.joined_at, s.favourite, s.muted, s.log_seq AS settings_seq,
    CASE WHEN c.kind = 'direct' THEN coalesce((
      SELECT p.user_id FROM members p
      WHERE p.shard = m.shard AND p.conversation_id = m.conversation_id AND p.user_id <> m.user_id LIMIT 1), m.user_id) END AS peer_id
  FROM members m JOIN conversations c ON c.shard = m.shard AND c.id = m.conversation_id
  JOIN streams h ON h.shard = m.shard AND h.stream_id = m.conversation_id
  LEFT JOIN conversation_settings s ON s.shard = $2 AND s.user_id = m.user_id AND s.conversation_id = m.conversation_id
  WHERE m.user_id = $1`;
const ONE = `${MINE} AND m.shard = $3 AND m.conversation_id = $4`;
const PAGE = `${MINE} AND (m.joined_at, m.conversation_id) < ($3, $4)
  ORDER BY m.joined_at DESC, m.conversation_id DESC LIMIT $5`;
const MEMBERS = `SELECT m.user_id, m.role, m.joined_seq, m.joined_at FROM members m
  WHERE m.shard = $1 AND m.conversation_id = $2`;
const MEMBERS_PAGE = `${MEMBERS} AND m.user_id > $3 ORDER BY m.user_id LIMIT $4`;
const MEMBERS_NAMED = `${MEMBERS} AND m.user_id = ANY ($3::uuid[]) ORDER BY m.user_id`;

/** Where a page of one's conversations ended: newest membership first. */
export interface ConversationPosition {
  joinedAt: Date;
  id: string;
}

/**
 * Conversations and members as their members see them; straight SQL to the answer. What a change answers is read `within` its own
 * transaction: read after the commit, it could fail, or no longer find what was changed, and refuse what is stored.
 */
@Injectable()
export class ConversationViews {
  constructor(private readonly database: Database) {}

  /** Null: it does not exist, or does not exist for this user. */
  async one(id: string, userId: string): Promise<ConversationView | null> {
    const [row] = await this.database.named<Row>('groups-view-one', ONE, keyOf(id, userId));
    return row ? conversation(row) : null;
  }

  async oneWithin(tx: Tx, id: string, userId: string): Promise<ConversationView | null> {
    const [row] = await tx.query<Row>(ONE, keyOf(id, userId));
    return row ? conversation(row) : null;
  }

  async page(
    userId: string,
    before: ConversationPosition,
    limit: number,
  ): Promise<{ items: ConversationView[]; last: ConversationPosition | null }> {
    const params = [userId, shardOf(userId), before.joinedAt, before.id, limit];
    const rows = await this.database.named<Row>('groups-view-page', PAGE, params);
    const last = rows.at(-1);
    return { items: rows.map(conversation), last: last ? { joinedAt: last.joined_at, id: last.id } : null };
  }

  async membersAfter(conversationId: string, userId: string, limit: number): Promise<MemberView[]> {
    const params = [shardOf(conversationId), conversationId, userId, limit];
    return (await this.database.named<MemberRow>('groups-members-page', MEMBERS_PAGE, params)).map(member);
  }

  async membersNamed(conversationId: string, userIds: readonly string[]): Promise<MemberView[]> {
    const params = [shardOf(conversationId), conversationId, userIds];
    return (await this.database.named<MemberRow>('groups-members-named', MEMBERS_NAMED, params)).map(member);
  }

  async membersNamedWithin(tx: Tx, conversationId: string, userIds: readonly string[]): Promise<MemberView[]> {
    const params = [shardOf(conversationId), conversationId, userIds];
    return (await tx.query<MemberRow>(MEMBERS_NAMED, params)).map(member);
  }
}

const keyOf = (id: string, userId: string) => [userId, shardOf(userId), shardOf(id), id];

const conversation = (r: Row): ConversationView => ({
  id: r.id,
  kind: r.kind,
  title: r.title,
  historyVisibility: r.history_visibility,
  headSeq: r.head_seq,
  aclVersion: r.acl_version,
  createdAt: r.created_at.toISOString(),
  role: r.role,
  joinedSeq: r.joined_seq,
  joinedAt: r.joined_at.toISOString(),
  memberCount: r.member_count,
  peerId: r.peer_id,
  settings: { favourite: r.favourite ?? false, muted: r.muted ?? false, atSeq: r.settings_seq ?? 0 },
});

function member(r: MemberRow): MemberView {
  return { userId: r.user_id, role: r.role, joinedSeq: r.joined_seq, joinedAt: r.joined_at.toISOString() };
}
