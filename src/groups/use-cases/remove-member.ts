import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/index.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';

/** From this entry on nothing of the conversation reaches the removed one, and nothing he sent later is accepted. */
export class RemoveMember extends Command<void> {
  constructor(
    readonly actorId: string,
    readonly conversationId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveMember)
export class RemoveMemberHandler implements ICommandHandler<RemoveMember> {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
  ) {}

  execute({ actorId, conversationId, userId }: RemoveMember): Promise<void> {
    return this.database.transaction(async (tx) => {
      const conversation = await this.conversations.load(tx, conversationId, [actorId, userId]);
      conversation.remove(actorId, userId);
      await this.conversations.save(tx, conversation, actorId);
    });
  }
}
