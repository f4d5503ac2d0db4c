import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type {
  ConversationEntryType,
  ConversationResume,
  RangeResult,
  ResumeResult,
  UserEntryType,
} from '../../contract/index.js';
import { CursorOut, UnreadOut } from './receipt.views.js';

const seq = { type: 'integer', minimum: 0 } as const;
const id = { type: 'string', format: 'uuid' } as const;
const data = { type: 'object', additionalProperties: true, description: 'By type; see the AsyncAPI document' } as const;

export class UserEventOut {
  @ApiProperty(seq) seq!: number;
  @ApiProperty({ type: 'string' }) type!: UserEntryType;
  @ApiProperty(id) actorId!: string;
  @ApiProperty({ type: 'string', format: 'date-time' }) at!: string;
  @ApiProperty(data) data!: never;
}

export class ConversationEventOut {
  @ApiProperty(id) conversationId!: string;
  @ApiProperty(seq) seq!: number;
  @ApiProperty(seq) aclVersion!: number;
  @ApiProperty({ type: 'string' }) type!: ConversationEntryType;
  @ApiProperty(id) actorId!: string;
  @ApiProperty({ type: 'string', format: 'date-time' }) at!: string;
  @ApiProperty(data) data!: never;
}

export class RangeOut implements RangeResult {
  @ApiProperty(seq) headSeq!: number;
  @ApiProperty({ type: [ConversationEventOut] }) events!: ConversationEventOut[];
  @ApiProperty({ type: 'boolean', description: 'fromSeq lies before what is kept or seen: fetch pages' })
  reset!: boolean;
}

class UserResumeOut {
  @ApiProperty({ enum: ['range', 'reset'] }) kind!: 'range' | 'reset';
  @ApiProperty(seq) headSeq!: number;
  @ApiProperty({ type: [UserEventOut], required: false, description: 'With kind range' }) events!: UserEventOut[];
}

class ConversationResumeOut {
  @ApiProperty({ enum: ['range', 'reset', 'removed'] }) kind!: ConversationResume['kind'];
  @ApiProperty({ ...seq, required: false }) headSeq!: number;
  @ApiProperty({ type: [ConversationEventOut], required: false, description: 'With kind range' })
  events!: ConversationEventOut[];
  @ApiProperty({ type: UnreadOut, required: false }) unread!: UnreadOut;
  @ApiProperty({ type: CursorOut, required: false }) cursor!: CursorOut;
}

@ApiExtraModels(ConversationResumeOut)
export class ResumeOut {
  @ApiProperty(id) epoch!: ResumeResult['epoch'];
  @ApiProperty({ type: UserResumeOut }) user!: UserResumeOut;
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(ConversationResumeOut) } })
  conversations!: Record<string, ConversationResumeOut>;
}
