import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';
import { LIMITS } from '../../contract/index.js';
import { IsId } from '../../platform/validation/index.js';

export class TypingBody {
  @IsId()
  conversationId!: string;
}

export class SetPresenceBody {
  @IsIn(['online', 'away'])
  status!: 'online' | 'away';
}

export class GetPresenceBody {
  @IsArray()
  @ArrayMaxSize(LIMITS.pageMax)
  @IsId({ each: true })
  userIds!: string[];
}

export class PresenceQuery {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.pageMax)
  @IsId({ each: true })
  userIds!: string[];
}
