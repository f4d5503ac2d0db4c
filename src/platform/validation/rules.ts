import { ValidateIf, type ValidationOptions } from 'class-validator';
import { bySchema } from './by-schema.js';

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
const seq = (minimum: number) => ({ type: 'integer', minimum, maximum: Number.MAX_SAFE_INTEGER });

/** The condition of `IsOptional`, by which the compiled check knows it. */
export const isGiven = (_body: object, value: unknown): boolean => value !== undefined;

/** May be left out. Null is a value and has to pass the other rules, where class-validator's own decorator lets it by. */
export const IsOptional = () => ValidateIf(isGiven);

/** A UUID in its canonical lower-case form. */
export const IsId = (options?: ValidationOptions) => bySchema('isId', { type: 'string', pattern: UUID }, options);

/** The same, or null; leaving it out is not the same as null. */
export const IsIdOrNull = (options?: ValidationOptions) =>
  bySchema('isIdOrNull', { anyOf: [{ type: 'null' }, { type: 'string', pattern: UUID }] }, options);

/** A log number, from 1. */
export const IsSeq = (options?: ValidationOptions) => bySchema('isSeq', seq(1), options);

/** A log number, or 0 for *nothing yet*. */
export const IsPosition = (options?: ValidationOptions) => bySchema('isPosition', seq(0), options);

/** An object of id → position, at most so many. */
export const IsPositions = (most: number, options?: ValidationOptions) =>
  bySchema(
    `isPositions${most}`,
    { type: 'object', maxProperties: most, propertyNames: { pattern: UUID }, additionalProperties: seq(0) },
    options,
  );

/** Text of min..max Unicode code points (not UTF-16 units). */
export const IsText = (min: number, max: number, options?: ValidationOptions) =>
  bySchema(`isText${min}to${max}`, { type: 'string', minLength: min, maxLength: max }, options);
