import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DraftView } from '../../contract/index.js';
import { GroupsApi } from '../../groups/index.js';
import { ConversationNotFound } from '../errors.js';
import { Drafts } from '../persistence/drafts.js';

/** One's draft in a conversation; with an empty text where there is none. */
export class GetDraft extends Query<DraftView> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
  ) {
    super();
  }
}

@QueryHandler(GetDraft)
export class GetDraftHandler implements IQueryHandler<GetDraft> {
  constructor(
    private readonly groups: GroupsApi,
    private readonly drafts: Drafts,
  ) {}

  async execute({ userId, conversationId }: GetDraft): Promise<DraftView> {
    if (!(await this.groups.membership(conversationId, userId))) throw new ConversationNotFound();
    return this.drafts.one(userId, conversationId);
  }
}
