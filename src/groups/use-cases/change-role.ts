import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MemberRole, MemberView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { NoSuchMember } from '../errors.js';
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

  async execute({ actorId, conversationId, userId, role }: ChangeRole): Promise<MemberView> {
    await this.database.transaction(async (tx) => {
      const conversation = await this.conversations.load(tx, conversationId, [actorId, userId]);
      conversation.changeRole(actorId, userId, role);
      await this.conversations.save(tx, conversation, actorId);
    });
    const [member] = await this.views.membersNamed(conversationId, [userId]);
    // Changed, and gone since.
    if (!member) throw new NoSuchMember();
    return member;
  }
}
