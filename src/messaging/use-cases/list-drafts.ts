import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DraftView, Page } from '../../contract/index.js';
import { GroupsApi } from '../../groups/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { isId } from '../../shared/ids.js';
import { InvalidCursor } from '../errors.js';
import { Drafts } from '../persistence/drafts.js';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** One's drafts in the conversations one is a member of. A page may have fewer than asked for, and go on. */
export class ListDrafts extends Query<Page<DraftView>> {
  constructor(
    readonly userId: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListDrafts)
export class ListDraftsHandler implements IQueryHandler<ListDrafts> {
  constructor(
    private readonly groups: GroupsApi,
    private readonly drafts: Drafts,
  ) {}

  async execute({ userId, limit, cursor }: ListDrafts): Promise<Page<DraftView>> {
    const found = await this.drafts.page(userId, afterOf(cursor), limit + 1);
    const page = found.slice(0, limit);
    const mine = new Set((await this.groups.conversationsOf(userId)).map((c) => c.conversationId));
    const items = page.filter((draft) => mine.has(draft.conversationId));
    return found.length > limit ? { items, nextCursor: encodeCursor([page.at(-1)!.conversationId]) } : { items };
  }
}

function afterOf(cursor: string | undefined): string {
  if (cursor === undefined) return BEFORE_ALL;
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (!isId(id)) throw new InvalidCursor();
  return id;
}
