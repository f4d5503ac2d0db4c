import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConversationView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { Conversation } from '../domain/conversation.js';
import { ConversationViews } from '../persistence/conversation-views.js';
import { ConversationRepository } from '../persistence/conversation.repository.js';
import { KnownUsers } from './known-users.js';

export interface Started {
  conversation: ConversationView;
  /** False: the two have had this conversation before. */
  created: boolean;
}

/** The conversation of two people (or one's notes to oneself): the same one whoever asks, and however often. */
export class CreateDirect extends Command<Started> {
  constructor(
    readonly actorId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(CreateDirect)
export class CreateDirectHandler implements ICommandHandler<CreateDirect> {
  constructor(
    private readonly users: KnownUsers,
    private readonly database: Database,
    private readonly conversations: ConversationRepository,
    private readonly views: ConversationViews,
  ) {}

  async execute({ actorId, userId }: CreateDirect): Promise<Started> {
    const direct = Conversation.direct(actorId, userId);
    const { id } = direct.snapshot;
    const known = await this.views.one(id, actorId);
    if (known) return { conversation: known, created: false };
    await this.users.require([userId]);
    return this.database.transaction(async (tx) => {
      const created = await this.conversations.insert(tx, Conversation.direct(actorId, userId));
      return { conversation: (await this.views.oneWithin(tx, id, actorId))!, created };
    });
  }
}
