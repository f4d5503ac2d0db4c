import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isId } from '../../shared/ids.js';

/** A UUID in its canonical lower-case form: ids are compared as strings. */
export const IsId = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    { name: 'isId', validator: { validate: isId, defaultMessage: () => '$property must be a lower-case UUID' } },
    options,
  );
