import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import type { DeploymentHealthView, PartStatus } from '../../contract/index.js';
import { Policy } from '../auth/index.js';
import { ApiProblems } from '../errors/index.js';
import { DeploymentHealth } from './deployment-health.js';

const count = { type: 'integer' } as const;
const part = { enum: ['up', 'down', 'embedded'] };

@ApiSchema({ name: 'OutboxHealth' })
class OutboxOut {
  @ApiProperty(count) rows!: number;
  @ApiProperty({ type: 'number', description: 'Age of the oldest; 0: none' }) oldestSeconds!: number;
}

@ApiSchema({ name: 'RelayHealth' })
class RelayOut {
  @ApiProperty(count) shards!: number;
  @ApiProperty({ ...count, description: 'Those whose events somebody publishes' }) held!: number;
  @ApiProperty(count) nodes!: number;
}

@ApiSchema({ name: 'ConsumerHealth' })
class ConsumerOut {
  @ApiProperty({ example: 'notifications.inbox' }) name!: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Records that wait; null: the outbox says it' })
  waiting!: number | null;
}

@ApiSchema({ name: 'DeadLetterCounts' })
class DeadLettersOut {
  @ApiProperty({ ...count, description: 'Given up by a consumer' }) consumers!: number;
  @ApiProperty({ ...count, description: 'Given up by the relay' }) outbox!: number;
}

@ApiSchema({ name: 'DeploymentHealth' })
class DeploymentHealthOut implements DeploymentHealthView {
  @ApiProperty() version!: string;
  @ApiProperty({ format: 'date-time', description: 'Of the node that answers' }) startedAt!: string;
  @ApiProperty(count) uptimeSeconds!: number;
  @ApiProperty({ type: [String] }) roles!: string[];
  @ApiProperty(part) postgres!: PartStatus;
  @ApiProperty(part) redis!: PartStatus;
  @ApiProperty(part) kafka!: PartStatus;
  @ApiProperty({ type: OutboxOut, nullable: true }) outbox!: OutboxOut | null;
  @ApiProperty({ type: RelayOut, nullable: true }) relay!: RelayOut | null;
  @ApiProperty({ type: [ConsumerOut] }) consumers!: ConsumerOut[];
  @ApiProperty({ type: DeadLettersOut, nullable: true }) deadLetters!: DeadLettersOut | null;
}

@ApiTags('admin')
@Policy('admin')
@Controller('v1/admin/health')
export class AdminHealthController {
  constructor(private readonly health: DeploymentHealth) {}

  @Get()
  @ApiOperation({ summary: 'What waits, what is given up, and which parts are up (administrator)' })
  @ApiOkResponse({ type: DeploymentHealthOut })
  @ApiProblems({ 401: ['platform.unauthenticated'], 403: ['platform.forbidden'] })
  look(): Promise<DeploymentHealthView> {
    return this.health.look();
  }
}
