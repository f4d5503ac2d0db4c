import { Injectable } from '@nestjs/common';
import type { CursorView, UnreadView } from '../../contract/index.js';
import { columns, Database, type Queries } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';

/** Whose state is asked for: the membership as of `aclVersion`. */
export interface Standing {
  conversationId: string;
  aclVersion: number;
  joinedSeq: number;
}

export interface ConversationState {
  headSeq: number;
  cursor: CursorView;
  unread: UnreadView;
}

// Head, pointer and count from one snapshot, so that the count is exact at the head; no row where membership has changed.
// Nothing before the joining is unread: who joins a long-lived group starts at its present.
const STATES = `SELECT c.id, s.last_seq AS head, GREATEST(p.delivered_seq, c.joined_seq) AS delivered, own.read, u.messages, u.mentions
  FROM unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[]) AS c (shard, id, acl_version, joined_seq)
  JOIN streams s ON s.shard = c.shard AND s.stream_id = c.id AND s.acl_version = c.acl_version
  LEFT JOIN pointers p ON p.shard = $5 AND p.user_id = $6 AND p.conversation_id = c.id
  CROSS JOIN LATERAL (SELECT GREATEST(p.read_seq, c.joined_seq) AS read) own
  CROSS JOIN LATERAL (
    SELECT count(*) AS messages, count(*) FILTER (WHERE m.mentions_all OR $6 = ANY (m.mentions)) AS mentions
    FROM messages m WHERE m.shard = c.shard AND m.conversation_id = c.id AND m.seq > own.read
      AND m.sender_id <> $6 AND m.deleted_at IS NULL) u`;

interface Row {
  id: string;
  head: number;
  delivered: number;
  read: number;
  messages: number;
  mentions: number;
}

/** Where one user stands in his conversations: head, cursor, unread; any number of them in one statement. */
@Injectable()
export class ConversationStates {
  constructor(private readonly database: Database) {}

  /** Conversations whose membership is no longer as given are left out. */
  async of(userId: string, standings: readonly Standing[]): Promise<Map<string, ConversationState>> {
    return statesOf(await this.database.named<Row>('conversation-states', STATES, values(userId, standings)));
  }
}

/** The same in somebody's own snapshot. */
export async function statesWithin(
  db: Queries,
  userId: string,
  standings: readonly Standing[],
): Promise<Map<string, ConversationState>> {
  return statesOf(await db.query<Row>(STATES, values(userId, standings)));
}

const values = (userId: string, standings: readonly Standing[]) => [
  ...columns(
    standings,
    (c) => shardOf(c.conversationId),
    (c) => c.conversationId,
    (c) => c.aclVersion,
    (c) => c.joinedSeq,
  ),
  shardOf(userId),
  userId,
];

const statesOf = (rows: readonly Row[]) => new Map(rows.map((r) => [r.id, state(r)]));

const state = ({ head, delivered, read, messages, mentions }: Row): ConversationState => ({
  headSeq: head,
  cursor: { deliveredSeq: delivered, readSeq: read },
  unread: { messages, mentions, atSeq: head },
});
