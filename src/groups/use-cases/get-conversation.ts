import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ConversationView } from '../../contract/index.js';
import { ConversationNotFound } from '../errors.js';
import { ConversationViews } from '../persistence/conversation-views.js';

export class GetConversation extends Query<ConversationView> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
  ) {
    super();
  }
}

@QueryHandler(GetConversation)
export class GetConversationHandler implements IQueryHandler<GetConversation> {
  constructor(private readonly views: ConversationViews) {}

  async execute({ userId, conversationId }: GetConversation): Promise<ConversationView> {
    const view = await this.views.one(conversationId, userId);
    if (!view) throw new ConversationNotFound();
    return view;
  }
}
