import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DraftView } from '../../contract/index.js';
import { type CurrentMembership, GroupsApi, visibleFrom } from '../../groups/index.js';
import { Database } from '../../platform/database/index.js';
import { checkText } from '../domain/message-body.js';
import { ConversationNotFound, ReplyTargetNotFound } from '../errors.js';
import { Drafts } from '../persistence/drafts.js';

/** What a user has begun to write, for his other devices. Without text there is none, and nothing that it answers. */
export class SaveDraft extends Command<DraftView> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly body: string,
    readonly replyToSeq: number | null,
  ) {
    super();
  }
}

@CommandHandler(SaveDraft)
export class SaveDraftHandler implements ICommandHandler<SaveDraft> {
  constructor(
    private readonly database: Database,
    private readonly groups: GroupsApi,
    private readonly drafts: Drafts,
  ) {}

  async execute({ userId, conversationId, body, replyToSeq }: SaveDraft): Promise<DraftView> {
    checkText(body);
    const membership = await this.groups.membership(conversationId, userId);
    if (!membership) throw new ConversationNotFound();
    if (replyToSeq !== null && !mayBeAnswered(membership, replyToSeq)) throw new ReplyTargetNotFound();
    const draft = { conversationId, body, replyToSeq: body === '' ? null : replyToSeq };
    return this.database.transaction((tx) => this.drafts.save(tx, userId, draft));
  }
}

/** Whether the number is a message's is for the sending to say. */
const mayBeAnswered = (membership: CurrentMembership, seq: number): boolean =>
  seq >= visibleFrom(membership) && seq <= membership.headSeq;
