import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/index.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';

/** The last owner cannot: a group always keeps one. */
export class LeaveConversation extends Command<void> {
  constructor(
    readonly actorId: string,
    readonly conversationId: string,
  ) {
    super();
  }
}

@CommandHandler(LeaveConversation)
export class LeaveConversationHandler implements ICommandHandler<LeaveConversation> {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
  ) {}

  execute({ actorId, conversationId }: LeaveConversation): Promise<void> {
    return this.database.transaction(async (tx) => {
      const conversation = await this.conversations.load(tx, conversationId, [actorId]);
      conversation.leave(actorId);
      await this.conversations.save(tx, conversation, actorId);
    });
  }
}
