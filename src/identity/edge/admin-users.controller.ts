import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AdminUserView, Page, SessionView } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { IdParam } from '../../platform/http/index.js';
import { ListAccounts } from '../use-cases/list-accounts.js';
import { ListSessions } from '../use-cases/list-sessions.js';
import { RevokeSessions } from '../use-cases/revoke-sessions.js';
import { ListAccountsQuery } from './bodies.js';
import { AdminUserPageSchema, SessionViewSchema } from './views.js';

const REFUSED = { 401: ['platform.unauthenticated'], 403: ['platform.forbidden'] };

@ApiTags('admin')
@Policy('admin')
@ApiProblems(REFUSED)
@Controller('v1/admin/users')
export class AdminUsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All accounts, disabled ones too, or those that begin with a text (administrator)' })
  @ApiOkResponse({ type: AdminUserPageSchema })
  @ApiProblems({ 400: ['platform.validation', 'identity.invalid_cursor'] })
  list(@Query() { q, limit, cursor }: ListAccountsQuery): Promise<Page<AdminUserView>> {
    return this.queries.execute(new ListAccounts(q ?? '', limit, cursor));
  }

  @Get(':id/sessions')
  @ApiOperation({ summary: 'The live sessions of an account, last used first (administrator)' })
  @ApiOkResponse({ type: [SessionViewSchema] })
  @ApiProblems({ 404: ['identity.user_not_found'] })
  sessions(@CurrentUser() me: Principal, @IdParam('id') id: string): Promise<SessionView[]> {
    return this.queries.execute(new ListSessions(id, me.sessionId));
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'End every session of an account (administrator)' })
  @ApiNoContentResponse()
  @ApiProblems({ 404: ['identity.user_not_found'] })
  revokeAll(@CurrentUser() me: Principal, @IdParam('id') id: string): Promise<void> {
    return this.commands.execute(new RevokeSessions(me.userId, id, null));
  }

  @Delete(':id/sessions/:sessionId')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session of an account (administrator)' })
  @ApiNoContentResponse()
  @ApiProblems({ 404: ['identity.user_not_found', 'identity.session_not_found'] })
  revoke(
    @CurrentUser() me: Principal,
    @IdParam('id') id: string,
    @IdParam('sessionId') sessionId: string,
  ): Promise<void> {
    return this.commands.execute(new RevokeSessions(me.userId, id, sessionId));
  }
}
