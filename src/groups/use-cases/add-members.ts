import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MemberView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { ConversationViews } from '../persistence/conversation-views.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';
import { KnownUsers } from './known-users.js';

/** Adds all of them or nobody, one log entry each; those who are members already stay as they are. */
export class AddMembers extends Command<MemberView[]> {
  constructor(
    readonly actorId: string,
    readonly conversationId: string,
    readonly userIds: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(AddMembers)
export class AddMembersHandler implements ICommandHandler<AddMembers> {
  constructor(
    private readonly users: KnownUsers,
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
    private readonly views: ConversationViews,
  ) {}

  execute({ actorId, conversationId, userIds }: AddMembers): Promise<MemberView[]> {
    return this.database.transaction(async (tx) => {
      const conversation = await this.conversations.load(tx, conversationId, [actorId, ...userIds]);
      conversation.add(actorId, userIds);
      // After the right to add: who has none must not find out here who exists.
      await this.users.require(userIds);
      await this.conversations.save(tx, conversation, actorId);
      return this.views.membersNamedWithin(tx, conversationId, userIds);
    });
  }
}
