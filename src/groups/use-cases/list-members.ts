import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { MemberView, Page } from '../../contract/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { isId } from '../../shared/ids.js';
import { ConversationNotFound, InvalidCursor } from '../errors.js';
import { ConversationViews } from '../persistence/conversation-views.js';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** The members, in the order of their ids. */
export class ListMembers extends Query<Page<MemberView>> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListMembers)
export class ListMembersHandler implements IQueryHandler<ListMembers> {
  constructor(private readonly views: ConversationViews) {}

  async execute({ userId, conversationId, limit, cursor }: ListMembers): Promise<Page<MemberView>> {
    const [me] = await this.views.membersNamed(conversationId, [userId]);
    if (!me) throw new ConversationNotFound();
    const items = await this.views.membersAfter(conversationId, positionOf(cursor), limit);
    return items.length < limit ? { items } : { items, nextCursor: encodeCursor([items.at(-1)!.userId]) };
  }
}

function positionOf(cursor: string | undefined): string {
  if (cursor === undefined) return BEFORE_ALL;
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (!isId(id)) throw new InvalidCursor();
  return id;
}
