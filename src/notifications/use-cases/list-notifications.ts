import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { NotificationPage } from '../../contract/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { isId } from '../../shared/ids.js';
import { InvalidCursor } from '../errors.js';
import { NotificationList } from '../persistence/notification-list.js';

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
    return { items, ...count, ...(last ? { nextCursor: encodeCursor([last.id]) } : {}) };
  }
}

function positionOf(cursor: string | undefined): string {
  if (cursor === undefined) return LAST_ID;
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (!isId(id)) throw new InvalidCursor();
  return id;
}
