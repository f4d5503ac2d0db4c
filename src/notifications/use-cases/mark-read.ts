import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/index.js';
import { NotificationNotFound } from '../errors.js';
import { Inbox } from '../persistence/inbox.js';

/** Takes one notification, or with null all of them, as read. Repeating it is harmless. */
export class MarkRead extends Command<{ unread: number }> {
  constructor(
    readonly userId: string,
    readonly notificationId: string | null,
  ) {
    super();
  }
}

@CommandHandler(MarkRead)
export class MarkReadHandler implements ICommandHandler<MarkRead> {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
  ) {}

  execute({ userId, notificationId }: MarkRead): Promise<{ unread: number }> {
    return this.database.transaction(async (tx) => {
      if (notificationId !== null && !(await this.inbox.has(tx, userId, notificationId)))
        throw new NotificationNotFound();
      return { unread: await this.inbox.markRead(tx, userId, notificationId) };
    });
  }
}
