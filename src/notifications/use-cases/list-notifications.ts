import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { NotificationPage } from '../../contract/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { isId } from '../../shared/ids.js';
import { InvalidCursor } from '../errors.js';
import { type ListPosition, NotificationList } from '../persistence/notification-list.js';

/** Beyond every stored time, and still a date to Postgres. */
const FAR_MS = 253_402_300_799_999;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** One's notifications, the newest first. */
export class ListNotifications extends Query<NotificationPage> {
  constructor(
    readonly userId: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListNotifications)
export class ListNotificationsHandler implements IQueryHandler<ListNotifications> {
  constructor(private readonly list: NotificationList) {}

  async execute({ userId, limit, cursor }: ListNotifications): Promise<NotificationPage> {
    const before = positionOf(cursor);
    const count = await this.list.count(userId);
    const items = await this.list.page(userId, before, limit);
    const last = items.length === limit ? items.at(-1) : undefined;
    return { items, ...count, ...(last ? { nextCursor: encodeCursor([Date.parse(last.createdAt), last.id]) } : {}) };
  }
}

function positionOf(cursor: string | undefined): ListPosition {
  if (cursor === undefined) return { at: new Date(FAR_MS), id: LAST_ID };
  const [ms, id] = decodeCursor(cursor, 2) ?? [];
  if (typeof ms !== 'number' || ms < 0 || ms > FAR_MS || !isId(id)) throw new InvalidCursor();
  return { at: new Date(ms), id };
}
