import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MessagePage, MessageVersionView, MessageView, SendResult } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { type HeaderTarget, HttpRateLimits } from '../../platform/rate-limit/index.js';
import { AddReaction } from '../use-cases/add-reaction.js';
import { DeleteMessage } from '../use-cases/delete-message.js';
import { EditMessage } from '../use-cases/edit-message.js';
import { GetMessage } from '../use-cases/get-message.js';
import { ListMessages } from '../use-cases/list-messages.js';
import { ListVersions } from '../use-cases/list-versions.js';
import { RemoveReaction } from '../use-cases/remove-reaction.js';
import { SendMessage } from '../use-cases/send-message.js';
import { ConversationParams, MessageParams, PageQuery, ReactionParams, SendBody, TextBody } from './message.bodies.js';
import { ChangeOut, EditOut, MessageOut, MessagePageOut, MessageVersionOut, SendResultOut } from './message.views.js';

@ApiTags('messages')
@Policy('user')
@Controller('v1/conversations/:conversationId/messages')
export class MessagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly limits: HttpRateLimits,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a message; a repeat of its clientMessageId returns the first answer' })
  @ApiOkResponse({ type: SendResultOut })
  async send(
    @CurrentUser() me: Principal,
    @Param() { conversationId }: ConversationParams,
    @Body() body: SendBody,
    @Res({ passthrough: true }) reply: HeaderTarget,
  ): Promise<SendResult> {
    await this.limits.consume(reply, 'send', me.userId);
    return this.commands.execute(new SendMessage(me.userId, { ...body, conversationId }));
  }

  @Get()
  @ApiOperation({ summary: 'A page of the history by number: the newest, before, after or around' })
  @ApiOkResponse({ type: MessagePageOut })
  list(
    @CurrentUser() me: Principal,
    @Param() { conversationId }: ConversationParams,
    @Query() wanted: PageQuery,
  ): Promise<MessagePage> {
    return this.queries.execute(new ListMessages(me.userId, conversationId, wanted));
  }

  @Get(':seq')
  @ApiOperation({ summary: 'One message' })
  @ApiOkResponse({ type: MessageOut })
  one(@CurrentUser() me: Principal, @Param() { conversationId, seq }: MessageParams): Promise<MessageView> {
    return this.queries.execute(new GetMessage(me.userId, conversationId, seq));
  }

  @Get(':seq/versions')
  @ApiOperation({ summary: 'Every text a message has had, oldest first; none after a delete' })
  @ApiOkResponse({ type: [MessageVersionOut] })
  versions(
    @CurrentUser() me: Principal,
    @Param() { conversationId, seq }: MessageParams,
  ): Promise<MessageVersionView[]> {
    return this.queries.execute(new ListVersions(me.userId, conversationId, seq));
  }

  @Patch(':seq')
  @ApiOperation({ summary: 'Edit one’s own message' })
  @ApiOkResponse({ type: EditOut })
  edit(
    @CurrentUser() me: Principal,
    @Param() target: MessageParams,
    @Body() { body }: TextBody,
  ): Promise<{ seq: number; version: number }> {
    return this.commands.execute(new EditMessage(me.userId, target, body));
  }

  @Delete(':seq')
  @ApiOperation({ summary: 'Delete for everybody: the number stays, the content goes' })
  @ApiOkResponse({ type: ChangeOut })
  delete(@CurrentUser() me: Principal, @Param() target: MessageParams): Promise<{ seq: number }> {
    return this.commands.execute(new DeleteMessage(me.userId, target));
  }

  @Put(':seq/reactions/:emoji')
  @ApiOperation({ summary: 'React; the entry’s number, or null where the reaction was there already' })
  @ApiOkResponse({ type: ChangeOut })
  react(@CurrentUser() me: Principal, @Param() { emoji, ...target }: ReactionParams): Promise<{ seq: number | null }> {
    return this.commands.execute(new AddReaction(me.userId, target, emoji));
  }

  @Delete(':seq/reactions/:emoji')
  @ApiOperation({ summary: 'Take one’s reaction back; null where it was not there' })
  @ApiOkResponse({ type: ChangeOut })
  unreact(
    @CurrentUser() me: Principal,
    @Param() { emoji, ...target }: ReactionParams,
  ): Promise<{ seq: number | null }> {
    return this.commands.execute(new RemoveReaction(me.userId, target, emoji));
  }
}
