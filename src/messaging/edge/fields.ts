import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { AsInteger, IsId, IsOptional, IsPosition, IsSeq } from '../../platform/validation/index.js';

interface FieldOptions {
  optional?: boolean;
  description?: string;
}

export const IdField = (description?: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: 'string', format: 'uuid', description }), IsId());

/** A log number from 1, in a JSON body. */
export const SeqField = (options: FieldOptions = {}): PropertyDecorator => field(1, options, IsSeq());

/** A log number, or 0 for *nothing yet*, in a JSON body. */
export const PositionField = (options: FieldOptions = {}): PropertyDecorator => field(0, options, IsPosition());

/** The same in a path or a query, where numbers are text. */
export const SeqParam = (options: FieldOptions = {}): PropertyDecorator => field(1, options, AsInteger(), IsSeq());
export const PositionParam = (options: FieldOptions = {}): PropertyDecorator =>
  field(0, options, AsInteger(), IsPosition());

export const LimitParam = (most: number, usual: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: 1, maximum: most, default: usual, required: false }),
    IsOptional(),
    AsInteger(),
    IsInt(),
    Min(1),
    Max(most),
  );

function field(minimum: number, { optional, description }: FieldOptions, ...rules: PropertyDecorator[]) {
  const shape: ApiPropertyOptions = { type: 'integer', minimum, description, required: !optional };
  return applyDecorators(ApiProperty(shape), ...(optional ? [IsOptional()] : []), ...rules);
}
