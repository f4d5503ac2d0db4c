import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type ConversationPreviewView, LIMITS, type MessagePreviewView } from '../../contract/index.js';

const id = { type: 'string', format: 'uuid' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const shortened = `The first ${LIMITS.previewCodePoints} code points; null after a delete`;

@ApiSchema({ name: 'MessagePreviewView' })
export class MessagePreviewOut implements MessagePreviewView {
  @ApiProperty(id) id!: string;
  @ApiProperty({ type: 'integer' }) seq!: number;
  @ApiProperty(id) authorId!: string;
  @ApiProperty({ type: 'string', nullable: true, description: shortened }) body!: string | null;
  @ApiProperty({ type: 'boolean', description: 'The text goes on' }) shortened!: boolean;
  @ApiProperty(time) sentAt!: string;
  @ApiProperty({ ...time, nullable: true }) deletedAt!: string | null;
}

@ApiSchema({ name: 'ConversationPreviewView' })
export class ConversationPreviewOut implements ConversationPreviewView {
  @ApiProperty(id) conversationId!: string;
  @ApiProperty({ type: 'integer', description: 'The head at which this was the last message' }) atSeq!: number;
  @ApiProperty({ type: MessagePreviewOut, nullable: true, description: 'Null: none the caller may see' })
  lastMessage!: MessagePreviewOut | null;
}
