import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** One spelling per id: lower case. */
export const UuidField = (description?: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'string', format: 'uuid', description }),
    Matches(UUID, { message: 'must be a UUID in lower case' }),
  );

interface IntOptions {
  min?: number;
  max?: number;
  optional?: boolean;
  /** The value comes from a path or query and is text. */
  text?: boolean;
  default?: number;
  description?: string;
}

/** A whole number that JSON carries exactly. */
export function IntField(options: IntOptions = {}): PropertyDecorator {
  const { min = 1, max = Number.MAX_SAFE_INTEGER - 1, optional, text, description } = options;
  const shape: ApiPropertyOptions = {
    type: 'integer',
    minimum: min,
    maximum: max,
    default: options.default,
    description,
  };
  return applyDecorators(
    optional ? ApiPropertyOptional(shape) : ApiProperty(shape),
    ...(optional ? [IsOptional()] : []),
    ...(text ? [Type(() => Number)] : []),
    IsInt(),
    Min(min),
    Max(max),
  );
}
