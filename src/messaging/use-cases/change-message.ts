import { Injectable } from '@nestjs/common';
import { GroupsApi, type Membership, visibleFrom } from '../../groups/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { type CommittedEntry, Journal } from '../../platform/journal/index.js';
import type { Message } from '../domain/message.js';
import { ConversationNotFound, MessageNotFound } from '../errors.js';
import { MessageRepository } from '../persistence/message.repository.js';

export interface MessageAddress {
  conversationId: string;
  seq: number;
}

/**
 * What edit, delete and react have in common: may I → load → act → save, under the lock of the conversation's log. So
 * changes to one conversation come one after another, and membership cannot change under the decision.
 */
@Injectable()
export class ChangeMessage {
  constructor(
    private readonly groups: GroupsApi,
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly messages: MessageRepository,
  ) {}

  /** The entry is null where the change changed nothing. */
  async by(
    actorId: string,
    { conversationId, seq }: MessageAddress,
    act: (message: Message, membership: Membership) => void | Promise<void>,
  ): Promise<{ message: Message; entry: CommittedEntry | null }> {
    // Before the lock: a stranger must not be able to hold up a conversation.
    if (!(await this.groups.membershipForAppend(conversationId, actorId))) throw new ConversationNotFound();
    return this.database.transaction(async (tx) => {
      const membership = await this.membershipUnderLock(tx, conversationId, actorId);
      const message =
        seq >= visibleFrom(membership) ? await this.messages.load(tx, conversationId, seq, actorId) : null;
      if (!message) throw new MessageNotFound();
      await act(message, membership);
      return { message, entry: await this.messages.save(tx, conversationId, message, actorId) };
    });
  }

  private async membershipUnderLock(tx: Tx, conversationId: string, userId: string): Promise<Membership> {
    const head = await this.journal.lock(tx, conversationId);
    let membership = head && (await this.groups.membershipForAppend(conversationId, userId));
    if (head && membership && membership.aclVersion !== head.aclVersion) {
      this.groups.refresh(conversationId);
      membership = await this.groups.membershipForAppend(conversationId, userId);
    }
    if (!membership) throw new ConversationNotFound();
    return membership;
  }
}
