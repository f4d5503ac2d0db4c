import { IsString } from 'class-validator';
import { IdField, SeqField } from './fields.js';
import { ConversationParams, SendBody } from './message.bodies.js';

/** Bodies of client events: what REST says in the path stands in the body here. */
export class SendEvent extends SendBody {
  @IdField() conversationId!: string;
}

/** A message, or a position, in a conversation. */
export class NumberEvent extends ConversationParams {
  @SeqField() seq!: number;
}

export class EditEvent extends NumberEvent {
  @IsString() body!: string;
}

export class ReactionEvent extends NumberEvent {
  @IsString() emoji!: string;
}
