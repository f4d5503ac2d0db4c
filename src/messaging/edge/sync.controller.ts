import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ConversationPreviewView } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { OnlyReads } from '../../platform/idempotency/index.js';
import { GetRange } from '../use-cases/get-range.js';
import { ListPreviews } from '../use-cases/list-previews.js';
import { Resume } from '../use-cases/resume.js';
import { ConversationParams } from './message.bodies.js';
import { ConversationPreviewOut } from './preview.views.js';
import { RangeQuery, ResumeBody } from './sync.bodies.js';
import { RangeOut, ResumeOut } from './sync.views.js';

const JSON_TEXT = ['Content-Type', 'application/json; charset=utf-8'] as const;

/** Entries leave with the JSON they were stored with, so the answers are text already. */
@ApiTags('sync')
@Policy('user')
@Controller('v1')
export class SyncController {
  constructor(private readonly queries: QueryBus) {}

  @Post('sync')
  @HttpCode(200)
  @OnlyReads()
  @Header(...JSON_TEXT)
  @ApiOperation({ summary: 'What a client missed: the complete range, or a reset, per conversation' })
  @ApiOkResponse({ type: ResumeOut })
  async resume(@CurrentUser() me: Principal, @Body() input: ResumeBody): Promise<string> {
    return (await this.queries.execute(new Resume(me.userId, input))).json;
  }

  @Get('previews')
  @ApiOperation({ summary: 'The last message of each of my conversations' })
  @ApiOkResponse({ type: [ConversationPreviewOut] })
  previews(@CurrentUser() me: Principal): Promise<ConversationPreviewView[]> {
    return this.queries.execute(new ListPreviews(me.userId));
  }

  @Get('conversations/:conversationId/events')
  @Header(...JSON_TEXT)
  @ApiOperation({ summary: 'Entries of a conversation’s log by number, complete from fromSeq on' })
  @ApiOkResponse({ type: RangeOut })
  range(
    @CurrentUser() me: Principal,
    @Param() { conversationId }: ConversationParams,
    @Query() { fromSeq, toSeq }: RangeQuery,
  ): Promise<string> {
    return this.queries.execute(new GetRange(me.userId, { conversationId, fromSeq, toSeq }));
  }
}
