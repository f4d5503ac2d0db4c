import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { type RefreshTokenPlace, LIMITS } from '../../contract/index.js';
import { AsInteger, IsOptional } from '../../platform/validation/index.js';

/** Shapes only: what a name or password must be is the domain's rule. The lengths keep nonsense out of it. */
const LONGEST_NAME = 400;
const LONGEST_PASSWORD = LIMITS.passwordMax * 2;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const REFRESH_IN = {
  enum: ['body', 'cookie'],
  default: 'body',
  description:
    "Where the refresh token goes. `cookie`: for pages on the deployment's own origin; it is HttpOnly, SameSite=Strict, for `/v1/auth` alone, and the answer has null",
};

export class RegisterBody {
  @ApiProperty({ minLength: LIMITS.usernameMin, maxLength: LIMITS.usernameMax, example: 'alice' })
  @IsString()
  @MaxLength(LONGEST_NAME)
  username!: string;

  @ApiProperty({
    minLength: LIMITS.passwordMin,
    maxLength: LIMITS.passwordMax,
    example: 'quiet otter 41 lamps',
    format: 'password',
  })
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password!: string;

  @ApiPropertyOptional({ maxLength: LIMITS.displayNameCodePoints, description: 'Default: the username' })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NAME)
  displayName?: string;

  @ApiPropertyOptional({
    maxLength: 80,
    description: 'How this device is called in the list of sessions. Default: its user agent',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NAME)
  device?: string;

  @ApiPropertyOptional(REFRESH_IN)
  @IsOptional()
  @IsIn(REFRESH_IN.enum)
  refreshIn?: RefreshTokenPlace;
}

export class LoginBody {
  @ApiProperty({ example: 'alice' })
  @IsString()
  @MaxLength(LONGEST_NAME)
  username!: string;

  @ApiProperty({ format: 'password', example: 'quiet otter 41 lamps' })
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password!: string;

  @ApiPropertyOptional({
    maxLength: 80,
    description: 'How this device is called in the list of sessions. Default: its user agent',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NAME)
  device?: string;

  @ApiPropertyOptional({
    description:
      "The refresh token of a live session of this device: others' failed sign-ins to the account do not count for it",
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  refreshToken?: string;

  @ApiPropertyOptional(REFRESH_IN)
  @IsOptional()
  @IsIn(REFRESH_IN.enum)
  refreshIn?: RefreshTokenPlace;
}

export class RefreshBody {
  @ApiPropertyOptional({ description: 'Default: the one in the cookie' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  refreshToken?: string;
}

export class ChangePasswordBody {
  @ApiProperty({ format: 'password' })
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  currentPassword!: string;

  @ApiProperty({ format: 'password', minLength: LIMITS.passwordMin, maxLength: LIMITS.passwordMax })
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  newPassword!: string;
}

export class ProfileBody {
  @ApiProperty({ maxLength: LIMITS.displayNameCodePoints })
  @IsString()
  @MaxLength(LONGEST_NAME)
  displayName!: string;
}

export class IdParam {
  @ApiProperty({ format: 'uuid' })
  @Matches(ID, { message: 'id must be a lower-case UUID' })
  id!: string;
}

export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: LIMITS.pageMax, default: LIMITS.pageDefault })
  @IsOptional()
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(LIMITS.pageMax)
  limit: number = LIMITS.pageDefault;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  cursor?: string;
}

export class FindUsersQuery extends PageQuery {
  @ApiProperty({ minLength: 1, description: 'Beginning of a username or display name' })
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_NAME)
  q!: string;
}

export class ListAccountsQuery extends PageQuery {
  @ApiPropertyOptional({ minLength: 1, description: 'Beginning of a username or display name. Default: all' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_NAME)
  q?: string;
}

export class LookUpBody {
  @ApiProperty({ type: [String], maxItems: LIMITS.pageMax, format: 'uuid' })
  @IsArray()
  @ArrayMaxSize(LIMITS.pageMax)
  @Matches(ID, { each: true, message: 'each id must be a lower-case UUID' })
  ids!: string[];
}
