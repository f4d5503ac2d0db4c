import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConversationView, HistoryVisibility } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { Conversation } from '../domain/conversation.js';
import { ConversationViews } from '../persistence/conversation-views.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';
import { KnownUsers } from './known-users.js';

/** A group with a title; who creates it is its owner, the others are members from its first entry on. */
export class CreateGroup extends Command<ConversationView> {
  constructor(
    readonly actorId: string,
    readonly title: string,
    readonly userIds: readonly string[],
    readonly historyVisibility: HistoryVisibility,
  ) {
    super();
  }
}

@CommandHandler(CreateGroup)
export class CreateGroupHandler implements ICommandHandler<CreateGroup> {
  constructor(
    private readonly users: KnownUsers,
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
    private readonly views: ConversationViews,
  ) {}

  async execute({ actorId, title, userIds, historyVisibility }: CreateGroup): Promise<ConversationView> {
    await this.users.require(userIds);
    const id = newId();
    // Built anew on each try: a retried transaction must find the recorded facts again.
    await this.database.transaction((tx) =>
      this.conversations.insert(tx, Conversation.group(id, actorId, title, userIds, historyVisibility)),
    );
    return (await this.views.one(id, actorId))!;
  }
}
