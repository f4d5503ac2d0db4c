import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../platform/database/database.js';
import { Journal, shardOf, type CommittedEntry } from '../../platform/journal/index.js';
import { changesRights, type ConversationFact } from '../domain/conversation-fact.js';
import { Conversation, type ConversationState } from '../domain/conversation.js';
import { ConversationNotFound } from '../errors.js';
import { ConversationTable, MemberTable, type MemberRow } from './conversation.tables.js';

/**
 * Loads a conversation under its log's lock and saves what happened to it: entries and rows in one commit. Whoever holds
 * the lock decides alone, and sends decided on the former membership are refused by the raised `acl_version`.
 */
@Injectable()
export class ConversationRepository {
  constructor(private readonly journal: Journal) {}

  /** `userIds`: everybody the decision is about. Throws ConversationNotFound. */
  async load(tx: Tx, id: string, userIds: readonly string[]): Promise<Conversation> {
    if (!(await this.journal.lock(tx, id))) throw new ConversationNotFound();
    const shard = shardOf(id);
    const row = await tx.manager.findOneBy(ConversationTable, { shard, id });
    if (!row) throw new ConversationNotFound();
    const members = await tx.manager.findBy(MemberTable, { shard, conversationId: id, userId: In([...userIds]) });
    const ownerCount = await tx.manager.countBy(MemberTable, { shard, conversationId: id, role: 'owner' });
    const { kind, title, historyVisibility, createdBy, memberCount } = row;
    const roles = new Map(members.map((m) => [m.userId, m.role]));
    return Conversation.from({ id, kind, title, historyVisibility, createdBy, memberCount, ownerCount, roles });
  }

  /** False: it exists already (the other one was faster) and nothing was written. Waits for a creation under way. */
  async insert(tx: Tx, conversation: Conversation): Promise<boolean> {
    if (!(await this.claim(tx, conversation))) return false;
    await this.save(tx, conversation, conversation.snapshot.createdBy);
    return true;
  }

  /** The first half of `insert`, for whoever still has to decide whether it may be made; `save` is the other one. */
  async claim(tx: Tx, conversation: Conversation): Promise<boolean> {
    const { id, kind, title, historyVisibility, createdBy, memberCount } = conversation.snapshot;
    const claimed = await tx.query(
      `INSERT INTO conversations (shard, id, kind, title, history_visibility, created_by, created_at, member_count, acl_version)
       VALUES ($1, $2, $3, $4, $5, $6, now(), $7, 0) ON CONFLICT DO NOTHING RETURNING id`,
      [shardOf(id), id, kind, title, historyVisibility, createdBy, memberCount],
    );
    if (claimed.length === 0) return false;
    await this.journal.open(tx, 'conversation', id);
    return true;
  }

  async save(tx: Tx, conversation: Conversation, actorId: string): Promise<void> {
    const state = conversation.snapshot;
    const joined: MemberRow[] = [];
    let last: CommittedEntry | undefined;
    for (const fact of conversation.pull()) {
      const { type, data } = fact;
      const entry = {
        kind: 'conversation',
        streamId: state.id,
        type,
        actorId,
        payload: data,
        aclVersion: null,
      } as const;
      last = await this.journal.appendWithin(tx, entry, changesRights(fact));
      joined.push(...joinedBy(fact, last));
      await this.apply(tx, state.id, fact);
    }
    if (!last) return;
    if (joined.length > 0) await tx.manager.insert(MemberTable, joined);
    await this.saveHead(tx, state, last.aclVersion);
  }

  private async apply(tx: Tx, conversationId: string, { type, data }: ConversationFact): Promise<void> {
    const shard = shardOf(conversationId);
    if (type === 'groups.member-removed.v1' || type === 'groups.member-left.v1')
      await tx.manager.delete(MemberTable, { shard, conversationId, userId: data.userId });
    if (type === 'groups.role-changed.v1')
      await tx.manager.update(MemberTable, { shard, conversationId, userId: data.userId }, { role: data.role });
  }

  private async saveHead(tx: Tx, { id, title, memberCount }: ConversationState, aclVersion: number): Promise<void> {
    await tx.manager.update(ConversationTable, { shard: shardOf(id), id }, { title, memberCount, aclVersion });
  }
}

/** A member's rights begin with the entry that made him one. */
function joinedBy({ type, data }: ConversationFact, { streamId, seq, at }: CommittedEntry): MemberRow[] {
  const row = { shard: shardOf(streamId), conversationId: streamId, joinedSeq: seq, joinedAt: new Date(at) };
  if (type === 'groups.conversation-created.v1') return data.members.map((m) => ({ ...row, ...m }));
  return type === 'groups.member-added.v1' ? [{ ...row, userId: data.userId, role: data.role }] : [];
}
