import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { NotificationKind, NotificationPage, NotificationView } from '../../contract/index.js';

// The documents' form of what the contract says; the compiler holds the two together.

@ApiSchema({ name: 'NotificationView' })
export class NotificationViewSchema implements NotificationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['mention', 'direct', 'invitation'] }) kind!: NotificationKind;
  @ApiProperty({ format: 'uuid' }) conversationId!: string;
  @ApiProperty({ type: 'integer', description: 'The entry it is about.' }) seq!: number;
  @ApiProperty({ format: 'uuid' }) actorId!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readAt!: string | null;
}

@ApiSchema({ name: 'NotificationPage' })
export class NotificationPageSchema implements NotificationPage {
  @ApiProperty({ type: [NotificationViewSchema] }) items!: NotificationViewSchema[];
  @ApiProperty({ type: 'integer' }) unread!: number;
  @ApiProperty({ type: 'integer', description: "The number of the caller's own log that `unread` holds at." })
  atSeq!: number;
  @ApiPropertyOptional({ description: 'Absent on the last page.' }) nextCursor?: string;
}

@ApiSchema({ name: 'UnreadNotifications' })
export class UnreadNotificationsSchema {
  @ApiProperty({ type: 'integer' }) unread!: number;
}
