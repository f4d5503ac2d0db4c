import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConversationView, HistoryVisibility } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { Conversation } from '../domain/conversation.js';
import { ConversationNotFound } from '../errors.js';
import { ConversationViews } from '../persistence/conversation-views.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';
import { Ownerships } from '../persistence/ownerships.js';
import { KnownUsers } from './known-users.js';

/**
 * A group with a title; who creates it is its owner, the others are members from its first entry on. Repeated with the same
 * id, it answers with the group that is there, however many its owner has by now.
 */
export class CreateGroup extends Command<ConversationView> {
  constructor(
    readonly actorId: string,
    readonly title: string,
    readonly userIds: readonly string[],
    readonly historyVisibility: HistoryVisibility,
    readonly id = newId(),
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
    private readonly ownerships: Ownerships,
    private readonly views: ConversationViews,
  ) {}

  async execute({ actorId, title, userIds, historyVisibility, id }: CreateGroup): Promise<ConversationView> {
    const there = await this.views.one(id, actorId);
    if (there) return there;
    await this.users.require(userIds);
    return this.database.transaction(async (tx) => {
      // Built anew on each try: a retried transaction must find the recorded facts again.
      const group = Conversation.group(id, actorId, title, userIds, historyVisibility);
      if (await this.conversations.claim(tx, group)) {
        await this.ownerships.requireRoom(tx, actorId);
        await this.conversations.save(tx, group, actorId);
      }
      const view = await this.views.oneWithin(tx, id, actorId);
      // Made by an earlier attempt, and left since.
      if (!view) throw new ConversationNotFound();
      return view;
    });
  }
}
