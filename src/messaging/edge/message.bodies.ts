import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { LIMITS } from '../../contract/index.js';
import { IdField, LimitParam, PositionParam, SeqField, SeqParam } from './fields.js';

export class ConversationParams {
  @IdField() conversationId!: string;
}

export class MessageParams extends ConversationParams {
  @SeqParam() seq!: number;
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
  @IdField('Made by the client. A repeat returns the first answer, for ever.') clientMessageId!: string;
  @SeqField({ optional: true }) replyToSeq?: number;
}

export class PageQuery {
  @SeqParam({ optional: true, description: 'Messages below this number' }) before?: number;
  @PositionParam({ optional: true, description: 'Messages above this number' }) after?: number;
  @SeqParam({ optional: true, description: 'Messages on both sides of this number' }) around?: number;
  @LimitParam(LIMITS.pageMax, LIMITS.pageDefault) limit?: number;
}
