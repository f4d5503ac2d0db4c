import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { type DraftView, LIMITS, type Page } from '../../contract/index.js';
import { SeqField } from './fields.js';

export class DraftBody {
  /** How long and of what is the domain's rule. */
  @ApiProperty({
    type: 'string',
    description: `Up to ${LIMITS.messageCodePoints} code points; empty: no draft (any more)`,
  })
  @IsString()
  body!: string;

  @SeqField({ optional: true, description: 'The message it answers' }) replyToSeq?: number;
}

@ApiSchema({ name: 'DraftView' })
export class DraftOut implements DraftView {
  @ApiProperty({ type: 'string', format: 'uuid' }) conversationId!: string;
  @ApiProperty({ type: 'string', description: 'Empty: there is none' }) body!: string;
  @ApiProperty({ type: 'integer', nullable: true }) replyToSeq!: number | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true }) updatedAt!: string | null;
  @ApiProperty({ type: 'integer', description: "The number of the caller's own log that told of it; 0: never" })
  atSeq!: number;
}

@ApiSchema({ name: 'DraftPage' })
export class DraftPageOut implements Page<DraftView> {
  @ApiProperty({ type: [DraftOut] }) items!: DraftOut[];
  @ApiPropertyOptional({ description: 'Absent on the last page' }) nextCursor?: string;
}
