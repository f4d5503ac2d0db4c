import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MeView, Page, UserView } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { OnlyReads } from '../../platform/idempotency/index.js';
import { DisableAccount } from '../use-cases/disable-account.js';
import { EnableAccount } from '../use-cases/enable-account.js';
import { FindUsers } from '../use-cases/find-users.js';
import { GetMe } from '../use-cases/get-me.js';
import { GetUser } from '../use-cases/get-user.js';
import { GetUsers } from '../use-cases/get-users.js';
import { UpdateProfile } from '../use-cases/update-profile.js';
import { FindUsersQuery, IdParam, LookUpBody, ProfileBody } from './bodies.js';
import { MeViewSchema, UserPageSchema, UserViewSchema } from './views.js';

@ApiTags('users')
@Policy('user')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Users whose username or display name begins with a text' })
  @ApiOkResponse({ type: UserPageSchema })
  @ApiProblems({ 400: ['platform.validation', 'identity.invalid_cursor'], 401: ['platform.unauthenticated'] })
  find(@Query() { q, limit, cursor }: FindUsersQuery): Promise<Page<UserView>> {
    return this.queries.execute(new FindUsers(q, limit, cursor));
  }

  @Post('lookup')
  @HttpCode(200)
  @OnlyReads()
  @ApiOperation({ summary: 'Many users by id; ids of nobody are left out' })
  @ApiOkResponse({ type: [UserViewSchema] })
  @ApiProblems({ 400: ['platform.validation'], 401: ['platform.unauthenticated'] })
  lookUp(@Body() { ids }: LookUpBody): Promise<UserView[]> {
    return this.queries.execute(new GetUsers(ids));
  }

  @Get('me')
  @ApiOperation({ summary: 'Myself, and which session this is' })
  @ApiOkResponse({ type: MeViewSchema })
  @ApiProblems({ 401: ['platform.unauthenticated'] })
  me(@CurrentUser() me: Principal): Promise<MeView> {
    return this.queries.execute(new GetMe(me));
  }

  @Patch('me')
  @ApiOperation({ summary: 'Change my display name' })
  @ApiOkResponse({ type: UserViewSchema })
  @ApiProblems({ 400: ['identity.invalid_display_name'], 401: ['platform.unauthenticated'] })
  updateMe(@CurrentUser() me: Principal, @Body() { displayName }: ProfileBody): Promise<UserView> {
    return this.commands.execute(new UpdateProfile(me.userId, displayName));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One user' })
  @ApiOkResponse({ type: UserViewSchema })
  @ApiProblems({ 401: ['platform.unauthenticated'], 404: ['identity.user_not_found'] })
  get(@Param() { id }: IdParam): Promise<UserView> {
    return this.queries.execute(new GetUser(id));
  }

  @Put(':id/disabled')
  @HttpCode(204)
  @Policy('admin')
  @ApiOperation({ summary: 'Shut an account: its sessions and sockets end (administrator)' })
  @ApiNoContentResponse()
  @ApiProblems({
    401: ['platform.unauthenticated'],
    403: ['platform.forbidden'],
    404: ['identity.user_not_found'],
    409: ['identity.own_account'],
  })
  disable(@CurrentUser() me: Principal, @Param() { id }: IdParam): Promise<void> {
    return this.commands.execute(new DisableAccount(me.userId, id));
  }

  @Delete(':id/disabled')
  @HttpCode(204)
  @Policy('admin')
  @ApiOperation({ summary: 'Open an account again (administrator)' })
  @ApiNoContentResponse()
  @ApiProblems({ 401: ['platform.unauthenticated'], 403: ['platform.forbidden'], 404: ['identity.user_not_found'] })
  enable(@CurrentUser() me: Principal, @Param() { id }: IdParam): Promise<void> {
    return this.commands.execute(new EnableAccount(me.userId, id));
  }
}
