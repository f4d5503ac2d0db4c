import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsString } from 'class-validator';
import { LIMITS, type ConversationKind, type HistoryVisibility, type MemberRole } from '../../contract/index.js';
import { IsId, IsOptional } from '../../platform/validation/index.js';
import { ForKind } from './for-kind.js';

const USER_IDS = { type: String, isArray: true, format: 'uuid', maxItems: LIMITS.membersPerRequest };
const TITLE = { minLength: 1, maxLength: LIMITS.titleCodePoints, description: 'One line, kept exactly as given.' };

export class CreateConversationBody {
  @ApiProperty({ enum: ['direct', 'group'] })
  @IsIn(['direct', 'group'])
  kind!: ConversationKind;

  @ApiPropertyOptional({ format: 'uuid', description: 'direct: the other one; oneself for notes to oneself.' })
  @ForKind('direct', 'required')
  @IsId()
  userId!: string;

  @ApiPropertyOptional({ ...TITLE, description: `group: its title. ${TITLE.description}` })
  @ForKind('group', 'required')
  @IsString()
  title!: string;

  @ApiPropertyOptional({ ...USER_IDS, description: 'group: its first members beside its creator, who is its owner.' })
  @ForKind('group', 'optional')
  @IsArray()
  @ArrayMaxSize(LIMITS.membersPerRequest)
  @IsId({ each: true })
  userIds?: string[];

  @ApiPropertyOptional({
    enum: ['joined', 'shared'],
    default: 'joined',
    description: 'group: members read from their joining on, or from the beginning.',
  })
  @ForKind('group', 'optional')
  @IsIn(['joined', 'shared'])
  historyVisibility?: HistoryVisibility;
}

export class RenameConversationBody {
  @ApiProperty(TITLE)
  @IsString()
  title!: string;
}

export class SettingsBody {
  @ApiPropertyOptional({ description: 'First in the list. Left out: as it is.' })
  @IsOptional()
  @IsBoolean()
  favourite?: boolean;

  @ApiPropertyOptional({ description: 'Not counted in totals, and only mentions are notified. Left out: as it is.' })
  @IsOptional()
  @IsBoolean()
  muted?: boolean;
}

export class AddMembersBody {
  @ApiProperty({ ...USER_IDS, minItems: 1 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.membersPerRequest)
  @IsId({ each: true })
  userIds!: string[];
}

export class ChangeRoleBody {
  @ApiProperty({ enum: ['owner', 'admin', 'member'] })
  @IsIn(['owner', 'admin', 'member'])
  role!: MemberRole;
}
