import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MemberView, Page } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { IdParam, PageQuery } from '../../platform/http/index.js';
import { AddMembers } from '../use-cases/add-members.js';
import { ChangeRole } from '../use-cases/change-role.js';
import { LeaveConversation } from '../use-cases/leave-conversation.js';
import { ListMembers } from '../use-cases/list-members.js';
import { RemoveMember } from '../use-cases/remove-member.js';
import { AddMembersBody, ChangeRoleBody } from './bodies.js';
import { MemberPageSchema, MemberViewSchema } from './views.js';

const ME = 'me';

@ApiTags('conversations')
@Policy('user')
@Controller('v1/conversations/:id/members')
export class MembersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The members, in the order of their ids' })
  @ApiOkResponse({ type: MemberPageSchema })
  list(
    @CurrentUser() { userId }: Principal,
    @IdParam('id') id: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<MemberView>> {
    return this.queries.execute(new ListMembers(userId, id, limit, cursor));
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Add members to a group (owners and admins): all of them or nobody' })
  @ApiOkResponse({ type: MemberPageSchema, description: 'The named ones, those who were members before included.' })
  async add(
    @CurrentUser() { userId }: Principal,
    @IdParam('id') id: string,
    @Body() { userIds }: AddMembersBody,
  ): Promise<Page<MemberView>> {
    return { items: await this.commands.execute(new AddMembers(userId, id, userIds)) };
  }

  @Patch(':userId')
  @ApiOperation({ summary: 'Change a role (owners); the last owner keeps it' })
  @ApiOkResponse({ type: MemberViewSchema })
  changeRole(
    @CurrentUser() { userId }: Principal,
    @IdParam('id') id: string,
    @IdParam('userId', ME) member: string,
    @Body() { role }: ChangeRoleBody,
  ): Promise<MemberView> {
    return this.commands.execute(new ChangeRole(userId, id, member === ME ? userId : member, role));
  }

  @Delete(':userId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Remove a member, or leave (`me`); the last owner cannot leave' })
  @ApiNoContentResponse()
  async remove(
    @CurrentUser() { userId }: Principal,
    @IdParam('id') id: string,
    @IdParam('userId', ME) member: string,
  ): Promise<void> {
    const own = member === ME || member === userId;
    await this.commands.execute(own ? new LeaveConversation(userId, id) : new RemoveMember(userId, id, member));
  }
}
