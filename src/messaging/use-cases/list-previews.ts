import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ConversationPreviewView } from '../../contract/index.js';
import { GroupsApi, visibleFrom } from '../../groups/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { Previews } from '../persistence/previews.js';

const TRIES = 5;

/** The last message of each of the user's conversations that he may see: two statements, however many they are. */
export class ListPreviews extends Query<ConversationPreviewView[]> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(ListPreviews)
export class ListPreviewsHandler implements IQueryHandler<ListPreviews> {
  constructor(
    private readonly groups: GroupsApi,
    private readonly previews: Previews,
  ) {}

  async execute({ userId }: ListPreviews): Promise<ConversationPreviewView[]> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const memberships = await this.groups.conversationsOf(userId);
      const found = await this.previews.of(memberships.map((m) => ({ ...m, from: visibleFrom(m) })));
      // One missing: its membership changed between the two statements.
      if (found.length === memberships.length) return found;
    }
    throw new ChangedMeanwhile();
  }
}
