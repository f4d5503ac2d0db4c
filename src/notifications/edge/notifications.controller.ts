import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { NotificationPage } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { IdParam, PageQuery } from '../../platform/http/index.js';
import { ListNotifications } from '../use-cases/list-notifications.js';
import { MarkRead } from '../use-cases/mark-read.js';
import { NotificationPageSchema, UnreadNotificationsSchema } from './views.js';

@ApiTags('notifications')
@Policy('user')
@Controller('v1/notifications')
export class NotificationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: "The caller's notifications, newest first, and how many are unread" })
  @ApiOkResponse({ type: NotificationPageSchema })
  list(@CurrentUser() { userId }: Principal, @Query() { limit, cursor }: PageQuery): Promise<NotificationPage> {
    return this.queries.execute(new ListNotifications(userId, limit, cursor));
  }

  @Post('read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take all as read' })
  @ApiOkResponse({ type: UnreadNotificationsSchema })
  readAll(@CurrentUser() { userId }: Principal): Promise<UnreadNotificationsSchema> {
    return this.commands.execute(new MarkRead(userId, null));
  }

  @Post(':id/read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take one as read' })
  @ApiOkResponse({ type: UnreadNotificationsSchema })
  readOne(@CurrentUser() { userId }: Principal, @IdParam('id') id: string): Promise<UnreadNotificationsSchema> {
    return this.commands.execute(new MarkRead(userId, id));
  }
}
