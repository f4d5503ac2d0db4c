import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConversationView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { ConversationNotFound } from '../errors.js';
import { ConversationViews } from '../persistence/conversation-views.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';

export class RenameGroup extends Command<ConversationView> {
  constructor(
    readonly actorId: string,
    readonly conversationId: string,
    readonly title: string,
  ) {
    super();
  }
}

@CommandHandler(RenameGroup)
export class RenameGroupHandler implements ICommandHandler<RenameGroup> {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
    private readonly views: ConversationViews,
  ) {}

  async execute({ actorId, conversationId, title }: RenameGroup): Promise<ConversationView> {
    await this.database.transaction(async (tx) => {
      const conversation = await this.conversations.load(tx, conversationId, [actorId]);
      conversation.rename(actorId, title);
      await this.conversations.save(tx, conversation, actorId);
    });
    const view = await this.views.one(conversationId, actorId);
    // Renamed, and left since.
    if (!view) throw new ConversationNotFound();
    return view;
  }
}
