import { type SchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { ajv } from './ajv.js';

/** The schemas of rules that were made from one; keyed by the rule's name. */
export const schemaRules = new Map<string, SchemaObject>();

/**
 * A class-validator rule that *is* a JSON Schema, so that REST (class-validator) and sockets (compiled schema) cannot come
 * to different answers. One name, one schema.
 */
export function bySchema(name: string, schema: SchemaObject, options?: ValidationOptions): PropertyDecorator {
  schemaRules.set(name, schema);
  let check: ValidateFunction | undefined;
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown) => (check ??= ajv.compile(schema))(value),
        defaultMessage: () => `$property breaks the rule ${name}`,
      },
    },
    options,
  );
}
