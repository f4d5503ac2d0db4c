import { Injectable } from '@nestjs/common';
import type { ConversationSettingsView } from '../../contract/index.js';
import { columns, Database, type Tx } from '../../platform/database/index.js';
import { Journal, shardOf } from '../../platform/journal/index.js';

/** Before anything was set. */
const DEFAULT: ConversationSettingsView = { favourite: false, muted: false, atSeq: 0 };

const ONE = `SELECT favourite, muted, log_seq AS "atSeq" FROM conversation_settings
  WHERE shard = $1 AND user_id = $2 AND conversation_id = $3`;
const SAVE = `INSERT INTO conversation_settings (shard, user_id, conversation_id, favourite, muted, log_seq)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shard, user_id, conversation_id)
  DO UPDATE SET favourite = EXCLUDED.favourite, muted = EXCLUDED.muted, log_seq = EXCLUDED.log_seq`;
const MUTED = `SELECT s.user_id AS "userId", s.conversation_id AS "conversationId" FROM conversation_settings s
  JOIN unnest($1::smallint[], $2::uuid[], $3::uuid[]) AS w (shard, user_id, conversation_id)
    ON s.shard = w.shard AND s.user_id = w.user_id AND s.conversation_id = w.conversation_id
  WHERE s.muted`;

export interface UserInConversation {
  userId: string;
  conversationId: string;
}

/** What each user set for himself; a change is an entry of his own log. */
@Injectable()
export class ConversationSettings {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {}

  /** Under the lock of the user's log, so that its entries say in their order what stands here. */
  async change(
    tx: Tx,
    { userId, conversationId }: UserInConversation,
    change: { favourite?: boolean; muted?: boolean },
  ): Promise<ConversationSettingsView> {
    await this.journal.lock(tx, userId);
    const key = [shardOf(userId), userId, conversationId];
    const before = (await tx.query<ConversationSettingsView>(ONE, key))[0] ?? DEFAULT;
    const { favourite = before.favourite, muted = before.muted } = change;
    if (favourite === before.favourite && muted === before.muted) return before;
    const payload = { conversationId, favourite, muted };
    const type = 'groups.settings-changed.v1';
    const entry = { kind: 'user', streamId: userId, type, actorId: userId, payload, aclVersion: null } as const;
    const { seq } = await this.journal.appendWithin(tx, entry);
    await tx.query(SAVE, [...key, favourite, muted, seq]);
    return { favourite, muted, atSeq: seq };
  }

  /** Those of them who muted the conversation. */
  async muted(of: readonly UserInConversation[]): Promise<UserInConversation[]> {
    if (of.length === 0) return [];
    const values = columns(
      of,
      (w) => shardOf(w.userId),
      (w) => w.userId,
      (w) => w.conversationId,
    );
    return this.database.named<UserInConversation>('groups-muted', MUTED, values);
  }
}
