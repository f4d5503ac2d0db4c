import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MemberRole, MemberView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { ConversationViews } from '../persistence/conversation-views.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';

/** Owners alone change roles, their own included, as long as an owner remains. */
export class ChangeRole extends Command<MemberView> {
  constructor(
    readonly actorId: string,
    readonly conversationId: string,
    readonly userId: string,
    readonly role: MemberRole,
  ) {
    super();
  }
}

@CommandHandler(ChangeRole)
export class ChangeRoleHandler implements ICommandHandler<ChangeRole> {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
    private readonly views: ConversationViews,
  ) {}

  execute({ actorId, conversationId, userId, role }: ChangeRole): Promise<MemberView> {
    return this.database.transaction(async (tx) => {
      const conversation = await this.conversations.load(tx, conversationId, [actorId, userId]);
      conversation.changeRole(actorId, userId, role);
      await this.conversations.save(tx, conversation, actorId);
      const [member] = await this.views.membersNamedWithin(tx, conversationId, [userId]);
      return member!;
    });
  }
}
