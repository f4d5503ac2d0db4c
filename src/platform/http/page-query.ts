import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { LIMITS } from '../../contract/index.js';
import { AsInteger, IsOptional } from '../validation/index.js';

/** The query of every list: how many at most, and where the last page ended. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: LIMITS.pageMax, default: LIMITS.pageDefault })
  @IsOptional()
  @AsInteger()
  @IsInt()
  @Min(1)
  @Max(LIMITS.pageMax)
  limit: number = LIMITS.pageDefault;

  @ApiPropertyOptional({ description: 'Opaque: the `nextCursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  cursor?: string;
}
