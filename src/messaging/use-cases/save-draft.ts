import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DraftView } from '../../contract/index.js';
import { GroupsApi } from '../../groups/index.js';
import { Database } from '../../platform/database/index.js';
import { checkText } from '../domain/message-body.js';
import { ConversationNotFound } from '../errors.js';
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
    if (!(await this.groups.membership(conversationId, userId))) throw new ConversationNotFound();
    const draft = { conversationId, body, replyToSeq: body === '' ? null : replyToSeq };
    return this.database.transaction((tx) => this.drafts.save(tx, userId, draft));
  }
}
