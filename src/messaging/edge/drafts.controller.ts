import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DraftView, Page } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { PageQuery } from '../../platform/http/index.js';
import { GetDraft } from '../use-cases/get-draft.js';
import { ListDrafts } from '../use-cases/list-drafts.js';
import { SaveDraft } from '../use-cases/save-draft.js';
import { DraftBody, DraftOut, DraftPageOut } from './draft.views.js';
import { ConversationParams } from './message.bodies.js';

@ApiTags('drafts')
@Policy('user')
@Controller('v1')
export class DraftsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('drafts')
  @ApiOperation({ summary: "The caller's drafts" })
  @ApiOkResponse({ type: DraftPageOut })
  list(@CurrentUser() { userId }: Principal, @Query() { limit, cursor }: PageQuery): Promise<Page<DraftView>> {
    return this.queries.execute(new ListDrafts(userId, limit, cursor));
  }

  @Get('conversations/:conversationId/draft')
  @ApiOperation({ summary: "The caller's draft in a conversation" })
  @ApiOkResponse({ type: DraftOut })
  get(@CurrentUser() { userId }: Principal, @Param() { conversationId }: ConversationParams): Promise<DraftView> {
    return this.queries.execute(new GetDraft(userId, conversationId));
  }

  @Put('conversations/:conversationId/draft')
  @ApiOperation({ summary: 'Keep what one has begun to write; the last writer wins' })
  @ApiOkResponse({ type: DraftOut })
  save(
    @CurrentUser() { userId }: Principal,
    @Param() { conversationId }: ConversationParams,
    @Body() { body, replyToSeq }: DraftBody,
  ): Promise<DraftView> {
    return this.commands.execute(new SaveDraft(userId, conversationId, body, replyToSeq ?? null));
  }
}
