import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type {
  ConversationKind,
  ConversationSettingsView,
  ConversationView,
  HistoryVisibility,
  MemberRole,
  MemberView,
  Page,
} from '../../contract/index.js';

// The documents' form of what the contract says; the compiler holds the two together.

@ApiSchema({ name: 'ConversationSettingsView' })
export class ConversationSettingsSchema implements ConversationSettingsView {
  @ApiProperty() favourite!: boolean;
  @ApiProperty({ description: 'Not counted in totals, and only mentions are notified.' }) muted!: boolean;
  @ApiProperty({ type: 'integer', description: "The number of the caller's own log that set them; 0: never." })
  atSeq!: number;
}

@ApiSchema({ name: 'ConversationView' })
export class ConversationViewSchema implements ConversationView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['direct', 'group'] }) kind!: ConversationKind;
  @ApiProperty({ type: String, nullable: true, description: 'Null for direct conversations.' }) title!: string | null;
  @ApiProperty({ enum: ['joined', 'shared'] }) historyVisibility!: HistoryVisibility;
  @ApiProperty({ type: 'integer', description: "The log's last number." }) headSeq!: number;
  @ApiProperty({ type: 'integer' }) aclVersion!: number;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ enum: ['owner', 'admin', 'member'], description: "The caller's own." }) role!: MemberRole;
  @ApiProperty({ type: 'integer', description: "The entry of the caller's joining." }) joinedSeq!: number;
  @ApiProperty({ format: 'date-time' }) joinedAt!: string;
  @ApiProperty({ type: 'integer' }) memberCount!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The other one of a direct conversation.' })
  peerId!: string | null;
  @ApiProperty({ type: ConversationSettingsSchema, description: "The caller's own." })
  settings!: ConversationSettingsSchema;
}

@ApiSchema({ name: 'MemberView' })
export class MemberViewSchema implements MemberView {
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty({ enum: ['owner', 'admin', 'member'] }) role!: MemberRole;
  @ApiProperty({ type: 'integer' }) joinedSeq!: number;
  @ApiProperty({ format: 'date-time' }) joinedAt!: string;
}

@ApiSchema({ name: 'ConversationPage' })
export class ConversationPageSchema implements Page<ConversationView> {
  @ApiProperty({ type: [ConversationViewSchema] }) items!: ConversationViewSchema[];
  @ApiPropertyOptional({ description: 'Absent on the last page.' }) nextCursor?: string;
}

@ApiSchema({ name: 'MemberPage' })
export class MemberPageSchema implements Page<MemberView> {
  @ApiProperty({ type: [MemberViewSchema] }) items!: MemberViewSchema[];
  @ApiPropertyOptional({ description: 'Absent on the last page.' }) nextCursor?: string;
}
