import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConversationView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
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

  execute({ actorId, conversationId, title }: RenameGroup): Promise<ConversationView> {
    return this.database.transaction(async (tx) => {
      const conversation = await this.conversations.load(tx, conversationId, [actorId]);
      conversation.rename(actorId, title);
      await this.conversations.save(tx, conversation, actorId);
      return (await this.views.oneWithin(tx, conversationId, actorId))!;
    });
  }
}
