import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiQuery, ApiSchema, ApiTags } from '@nestjs/swagger';
import type { Page, PresenceStatus, PresenceView } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { GetPresence } from '../use-cases/get-presence.js';
import { PresenceQuery } from './bodies.js';

@ApiSchema({ name: 'PresenceView' })
class PresenceViewSchema implements PresenceView {
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty({ enum: ['online', 'away', 'offline', 'unknown'], description: 'unknown: nobody can tell right now.' })
  status!: PresenceStatus;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Coarse; null while here.' })
  lastSeenAt!: string | null;
}

@ApiSchema({ name: 'PresenceList' })
class PresenceListSchema implements Page<PresenceView> {
  @ApiProperty({ type: [PresenceViewSchema] }) items!: PresenceViewSchema[];
}

@ApiTags('presence')
@Policy('user')
@Controller('v1/presence')
export class PresenceController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Who is here, of the people one shares a conversation with; others are left out' })
  @ApiQuery({
    name: 'userIds',
    type: String,
    isArray: true,
    explode: false,
    description: '1 to 200 ids, comma separated.',
  })
  @ApiOkResponse({ type: PresenceListSchema })
  async get(@CurrentUser() { userId }: Principal, @Query() { userIds }: PresenceQuery): Promise<Page<PresenceView>> {
    return { items: await this.queries.execute(new GetPresence(userId, userIds)) };
  }
}
