import { ApiProperty } from '@nestjs/swagger';
import type { CursorView, MessageReceiptView, ReceiptView, UnreadView } from '../../contract/index.js';
import { IsOptional, IsSeq } from '../../platform/validation/index.js';
import type { UnreadOfConversation } from '../use-cases/list-unread.js';

const count = { type: 'integer', minimum: 0 } as const;
const id = { type: 'string', format: 'uuid' } as const;

/** How far: never back, and what was read counts as delivered. */
export class CursorBody implements Partial<CursorView> {
  @ApiProperty({ ...count, minimum: 1, required: false }) @IsOptional() @IsSeq() deliveredSeq?: number;
  @ApiProperty({ ...count, minimum: 1, required: false }) @IsOptional() @IsSeq() readSeq?: number;
}

export class CursorOut implements CursorView {
  @ApiProperty(count) deliveredSeq!: number;
  @ApiProperty(count) readSeq!: number;
}

export class UnreadOut implements UnreadView {
  @ApiProperty(count) messages!: number;
  @ApiProperty(count) mentions!: number;
  @ApiProperty({ ...count, description: 'The head it was counted at' }) atSeq!: number;
}

export class MovedOut extends CursorOut {
  @ApiProperty({ type: UnreadOut }) unread!: UnreadOut;
}

export class ReceiptOut extends CursorOut implements ReceiptView {
  @ApiProperty(id) userId!: string;
}

export class MessageReceiptOut implements MessageReceiptView {
  @ApiProperty(id) userId!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true }) deliveredAt!: string | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true }) readAt!: string | null;
}

export class UnreadOfConversationOut extends UnreadOut implements UnreadOfConversation {
  @ApiProperty(id) conversationId!: string;
  @ApiProperty(count) deliveredSeq!: number;
  @ApiProperty(count) readSeq!: number;
}
