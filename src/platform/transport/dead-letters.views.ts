import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { DeadLetterView, Page } from '../../contract/index.js';
import { PageQuery } from '../http/page-query.js';
import { IsOptional } from '../validation/index.js';

export class DeadLettersQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'notifications.inbox', description: 'Only those of this consumer' })
  @IsOptional()
  @Matches(/^[a-z]+\.[a-z][a-z-]{0,99}$/)
  consumer?: string;
}

@ApiSchema({ name: 'DeadLetterView' })
export class DeadLetterOut implements DeadLetterView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'notifications.inbox' }) consumer!: string;
  @ApiProperty({ example: 'messaging.message-sent.v1' }) type!: string;
  @ApiProperty({ format: 'uuid' }) streamId!: string;
  @ApiProperty({ type: 'integer' }) seq!: number;
  @ApiProperty() error!: string;
  @ApiProperty({ type: 'integer' }) attempts!: number;
  @ApiProperty({ format: 'date-time' }) diedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Asked for and not taken up yet' })
  replayRequestedAt!: string | null;
}

@ApiSchema({ name: 'DeadLetterPage' })
export class DeadLetterPageOut implements Page<DeadLetterView> {
  @ApiProperty({ type: [DeadLetterOut] }) items!: DeadLetterOut[];
  @ApiPropertyOptional({ description: 'Absent on the last page' }) nextCursor?: string;
}
