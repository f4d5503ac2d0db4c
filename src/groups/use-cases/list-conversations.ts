import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ConversationView, Page } from '../../contract/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { isId } from '../../shared/ids.js';
import { InvalidCursor } from '../errors.js';
import { ConversationViews, type ConversationPosition } from '../persistence/conversation-views.js';

/** Beyond every stored time, and still a date to Postgres. */
const FAR_MS = 253_402_300_799_999;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** One's conversations, the newest membership first. */
export class ListConversations extends Query<Page<ConversationView>> {
  constructor(
    readonly userId: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListConversations)
export class ListConversationsHandler implements IQueryHandler<ListConversations> {
  constructor(private readonly views: ConversationViews) {}

  async execute({ userId, limit, cursor }: ListConversations): Promise<Page<ConversationView>> {
    const { items, last } = await this.views.page(userId, positionOf(cursor), limit);
    if (!last || items.length < limit) return { items };
    return { items, nextCursor: encodeCursor([last.joinedAt.getTime(), last.id]) };
  }
}

function positionOf(cursor: string | undefined): ConversationPosition {
  if (cursor === undefined) return { joinedAt: new Date(FAR_MS), id: LAST_ID };
  const [ms, id] = decodeCursor(cursor, 2) ?? [];
  if (typeof ms !== 'number' || ms < 0 || ms > FAR_MS || !isId(id)) throw new InvalidCursor();
  return { joinedAt: new Date(ms), id };
}
