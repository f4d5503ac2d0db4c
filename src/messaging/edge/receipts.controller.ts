import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MessageReceiptView, ReceiptView } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { ListMessageReceipts } from '../use-cases/list-message-receipts.js';
import { ListReceipts } from '../use-cases/list-receipts.js';
import { ListUnread, type UnreadOfConversation } from '../use-cases/list-unread.js';
import { type Moved, MoveCursor } from '../use-cases/move-cursor.js';
import { ConversationParams, MessageParams } from './message.bodies.js';
import { CursorBody, MessageReceiptOut, MovedOut, ReceiptOut, UnreadOfConversationOut } from './receipt.views.js';

@ApiTags('receipts')
@Policy('user')
@Controller('v1')
export class ReceiptsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('conversations/:conversationId/receipts')
  @ApiOperation({ summary: 'How far each member has got and read' })
  @ApiOkResponse({ type: [ReceiptOut] })
  list(@CurrentUser() me: Principal, @Param() { conversationId }: ConversationParams): Promise<ReceiptView[]> {
    return this.queries.execute(new ListReceipts(me.userId, conversationId));
  }

  @Put('conversations/:conversationId/receipts')
  @ApiOperation({ summary: 'Say how far one has got and read; never back, never beyond the head' })
  @ApiOkResponse({ type: MovedOut })
  move(
    @CurrentUser() me: Principal,
    @Param() { conversationId }: ConversationParams,
    @Body() to: CursorBody,
  ): Promise<Moved> {
    return this.commands.execute(new MoveCursor(me.userId, conversationId, to));
  }

  @Get('conversations/:conversationId/messages/:seq/receipts')
  @ApiOperation({ summary: 'When a message reached, and was read by, each member' })
  @ApiOkResponse({ type: [MessageReceiptOut] })
  ofMessage(
    @CurrentUser() me: Principal,
    @Param() { conversationId, seq }: MessageParams,
  ): Promise<MessageReceiptView[]> {
    return this.queries.execute(new ListMessageReceipts(me.userId, conversationId, seq));
  }

  @Get('unread')
  @ApiOperation({ summary: 'What is unread in each of my conversations' })
  @ApiOkResponse({ type: [UnreadOfConversationOut] })
  unread(@CurrentUser() me: Principal): Promise<UnreadOfConversation[]> {
    return this.queries.execute(new ListUnread(me.userId));
  }
}
