import { Body, Controller, Get, HttpStatus, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ConversationSettingsView, ConversationView, Page } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { IdParam, PageQuery } from '../../platform/http/index.js';
import { OperationId } from '../../platform/idempotency/index.js';
import { ChangeSettings } from '../use-cases/change-settings.js';
import { CreateDirect } from '../use-cases/create-direct.js';
import { CreateGroup } from '../use-cases/create-group.js';
import { GetConversation } from '../use-cases/get-conversation.js';
import { ListConversations } from '../use-cases/list-conversations.js';
import { RenameGroup } from '../use-cases/rename-group.js';
import { CreateConversationBody, RenameConversationBody, SettingsBody } from './bodies.js';
import { ConversationPageSchema, ConversationSettingsSchema, ConversationViewSchema } from './views.js';

@ApiTags('conversations')
@Policy('user')
@Controller('v1/conversations')
export class ConversationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Start a direct conversation or a group' })
  @ApiCreatedResponse({ type: ConversationViewSchema })
  @ApiOkResponse({ type: ConversationViewSchema, description: 'The direct conversation these two have already.' })
  @ApiProblems({ 409: ['groups.too_many_groups', 'platform.idempotency_running'] })
  async create(
    @CurrentUser() { userId }: Principal,
    @Body() body: CreateConversationBody,
    @OperationId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConversationView> {
    if (body.kind === 'group') {
      const { title, userIds = [], historyVisibility = 'joined' } = body;
      return this.commands.execute(new CreateGroup(userId, title, userIds, historyVisibility, id));
    }
    const { conversation, created } = await this.commands.execute(new CreateDirect(userId, body.userId));
    if (!created) void reply.status(HttpStatus.OK);
    return conversation;
  }

  @Get()
  @ApiOperation({ summary: "The caller's conversations, newest membership first" })
  @ApiOkResponse({ type: ConversationPageSchema })
  list(@CurrentUser() { userId }: Principal, @Query() { limit, cursor }: PageQuery): Promise<Page<ConversationView>> {
    return this.queries.execute(new ListConversations(userId, limit, cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One conversation' })
  @ApiOkResponse({ type: ConversationViewSchema })
  get(@CurrentUser() { userId }: Principal, @IdParam('id') id: string): Promise<ConversationView> {
    return this.queries.execute(new GetConversation(userId, id));
  }

  @Patch(':id')
  @ApiOperation({ summary: "Change a group's title (owners and admins)" })
  @ApiOkResponse({ type: ConversationViewSchema })
  rename(
    @CurrentUser() { userId }: Principal,
    @IdParam('id') id: string,
    @Body() { title }: RenameConversationBody,
  ): Promise<ConversationView> {
    return this.commands.execute(new RenameGroup(userId, id, title));
  }

  @Patch(':id/settings')
  @ApiOperation({ summary: "Change what is the caller's own in a conversation: favourite, muted" })
  @ApiOkResponse({ type: ConversationSettingsSchema })
  changeSettings(
    @CurrentUser() { userId }: Principal,
    @IdParam('id') id: string,
    @Body() { favourite, muted }: SettingsBody,
  ): Promise<ConversationSettingsView> {
    return this.commands.execute(new ChangeSettings(userId, id, { favourite, muted }));
  }
}
