import { ApiProperty } from '@nestjs/swagger';
import type { RangeInput, ResumeInput } from '../../contract/index.js';
import { IsIdOrNull, IsPositions } from '../../platform/validation/index.js';
import { PositionField, SeqField, SeqParam } from './fields.js';
import { ConversationParams } from './message.bodies.js';

/** More than a frame can carry anyway. */
const MOST_POSITIONS = 10_000;

export class ResumeBody implements ResumeInput {
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'Null on first connect' })
  @IsIdOrNull()
  epoch!: string | null;

  @PositionField({ description: 'Last number of the user’s own log' }) userSeq!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 0 },
    description: 'Id → last number',
  })
  @IsPositions(MOST_POSITIONS)
  conversations!: Record<string, number>;
}

export class RangeQuery {
  @SeqParam({ description: 'First number wanted' }) fromSeq!: number;
  @SeqParam({ optional: true, description: 'Last number wanted; default: the head' }) toSeq?: number;
}

export class RangeEvent extends ConversationParams implements RangeInput {
  @SeqField() fromSeq!: number;
  @SeqField({ optional: true }) toSeq?: number;
}
