import { ApiProperty } from '@nestjs/swagger';
import type { MessagePage, MessageVersionView, MessageView, ReactionView, SendResult } from '../../contract/index.js';

/** The contract's views as classes, for the generated documents; what is sent are plain objects. */
const seq = { type: 'integer', minimum: 1, description: 'Number in the conversation’s log' } as const;
const id = { type: 'string', format: 'uuid' } as const;
const time = { type: 'string', format: 'date-time' } as const;

export class SendResultOut implements SendResult {
  @ApiProperty(id) id!: string;
  @ApiProperty(seq) seq!: number;
  @ApiProperty(time) sentAt!: string;
}

export class EditOut {
  @ApiProperty(seq) seq!: number;
  @ApiProperty({ type: 'integer', minimum: 1 }) version!: number;
}

export class ChangeOut {
  @ApiProperty({ ...seq, nullable: true }) seq!: number | null;
}

export class ReactionOut implements ReactionView {
  @ApiProperty({ type: 'string' }) emoji!: string;
  @ApiProperty({ type: 'array', items: id }) userIds!: string[];
}

export class MessageOut implements MessageView {
  @ApiProperty(id) conversationId!: string;
  @ApiProperty(id) id!: string;
  @ApiProperty(seq) seq!: number;
  @ApiProperty(id) authorId!: string;
  @ApiProperty(id) clientMessageId!: string;
  @ApiProperty({ type: 'string', nullable: true, description: 'Null after a delete' }) body!: string | null;
  @ApiProperty({ ...seq, nullable: true }) replyToSeq!: number | null;
  @ApiProperty({ type: 'array', items: id }) mentions!: string[];
  @ApiProperty({ type: 'boolean' }) mentionsAll!: boolean;
  @ApiProperty(time) sentAt!: string;
  @ApiProperty({ ...time, nullable: true }) editedAt!: string | null;
  @ApiProperty({ type: 'integer', minimum: 1 }) version!: number;
  @ApiProperty({ ...time, nullable: true }) deletedAt!: string | null;
  @ApiProperty({ type: [ReactionOut] }) reactions!: ReactionOut[];
}

export class MessagePageOut implements MessagePage {
  @ApiProperty({ type: [MessageOut], description: 'Ascending by number' }) messages!: MessageOut[];
  @ApiProperty({ type: 'boolean' }) hasMoreBefore!: boolean;
  @ApiProperty({ type: 'boolean' }) hasMoreAfter!: boolean;
  @ApiProperty({ type: 'integer', description: 'The log’s last number when this page was read' }) headSeq!: number;
}

export class MessageVersionOut implements MessageVersionView {
  @ApiProperty({ type: 'integer', minimum: 1 }) version!: number;
  @ApiProperty({ type: 'string' }) body!: string;
  @ApiProperty(time) at!: string;
}
