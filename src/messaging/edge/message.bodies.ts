import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { LIMITS } from '../../contract/index.js';
import { IntField, UuidField } from './fields.js';

export class ConversationParams {
  @UuidField() conversationId!: string;
}

export class MessageParams extends ConversationParams {
  @IntField({ text: true }) seq!: number;
}

export class ReactionParams extends MessageParams {
  @ApiProperty({ type: 'string', description: `1 to ${LIMITS.emojiCodePoints} code points, percent-encoded` })
  @IsString()
  emoji!: string;
}

export class TextBody {
  /** How long and of what is the domain's rule. */
  @ApiProperty({ type: 'string', description: `1 to ${LIMITS.messageCodePoints} code points` })
  @IsString()
  body!: string;
}

export class SendBody extends TextBody {
  @UuidField('Made by the client. A repeat returns the first answer, for ever.') clientMessageId!: string;
  @IntField({ optional: true }) replyToSeq?: number;
}

export class PageQuery {
  @IntField({ text: true, optional: true, description: 'Messages below this number' }) before?: number;
  @IntField({ text: true, optional: true, min: 0, description: 'Messages above this number' }) after?: number;
  @IntField({ text: true, optional: true, description: 'Messages on both sides of this number' }) around?: number;
  @IntField({ text: true, optional: true, max: LIMITS.pageMax, default: LIMITS.pageDefault }) limit?: number;
}
