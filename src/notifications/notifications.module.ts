import { Module } from '@nestjs/common';
import { GroupsModule } from '../groups/index.js';
import { KeepInbox } from './edge/keep-inbox.js';
import { NotificationsController } from './edge/notifications.controller.js';
import { Inbox } from './persistence/inbox.js';
import { NotificationList } from './persistence/notification-list.js';
import { ListNotificationsHandler } from './use-cases/list-notifications.js';
import { MarkReadHandler } from './use-cases/mark-read.js';

@Module({
  imports: [GroupsModule],
  controllers: [NotificationsController, KeepInbox],
  providers: [Inbox, NotificationList, ListNotificationsHandler, MarkReadHandler],
})
export class NotificationsModule {}
