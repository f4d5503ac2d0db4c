import type { Type } from '@nestjs/common';
import { getMetadataStorage, IS_ARRAY, IS_OBJECT, IS_UUID, MAX, MIN, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { schemaRules } from './by-schema.js';
import { isGiven } from './rules.js';
import { typeStorage } from './class-transformer-storage.js';

type Schema = Record<string, unknown>;
type Options = NonNullable<Parameters<typeof targetConstructorToSchema>[1]>;
type Converters = NonNullable<Options['additionalConverters']>;
type Meta = Parameters<Extract<Converters[string], (...args: never[]) => unknown>>[0];

const UUID_BY_VERSION = (version: string) =>
  `^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$`;

/** The class's rules as JSON Schema (2020-12): unknown properties refused, nested classes inlined. */
export function bodySchema(body: Type<object>): Schema {
  const schema = targetConstructorToSchema(body, {
    additionalConverters: converters(body),
    classTransformerMetadataStorage: typeStorage as never,
  }) as Schema & { properties?: Record<string, Schema> };
  refuseWhatHasNoSchema(body);
  return { ...schema, type: 'object', properties: schema.properties ?? {}, additionalProperties: false };
}

/** Where the library's own translation says less, or something else, than class-validator checks. */
function converters(body: Type<object>): Converters {
  const own: Converters = {
    [ValidationTypes.NESTED_VALIDATION]: (meta) => bodySchema(nestedClass(meta)),
    [ValidationTypes.CUSTOM_VALIDATION]: (meta) => {
      throw new Error(
        `${body.name}.${meta.propertyName}: rule ${meta.name ?? meta.type} has no JSON Schema; use bySchema`,
      );
    },
    // Apart from the others' `type`, which merging would overwrite.
    [MIN]: (meta) => ({ allOf: [{ type: 'number', minimum: meta.constraints[0] as number }] }),
    [MAX]: (meta) => ({ allOf: [{ type: 'number', maximum: meta.constraints[0] as number }] }),
    [IS_UUID]: (meta) => ({
      type: 'string',
      pattern: UUID_BY_VERSION(/^[1-8]$/.test(String(meta.constraints[0])) ? String(meta.constraints[0]) : '[1-8]'),
    }),
  };
  for (const [name, schema] of schemaRules) own[name] = () => schema;
  return own;
}

function nestedClass(meta: Meta): Type<object> {
  const typed = typeStorage.findTypeMetadata(meta.target as Type<object>, meta.propertyName);
  if (!typed) throw new Error(`${meta.propertyName}: @ValidateNested needs @Type`);
  return typed.typeFunction() as Type<object>;
}

function refuseWhatHasNoSchema(body: Type<object>): void {
  const metas = getMetadataStorage().getTargetValidationMetadatas(body, '', true, false);
  const has = (property: string, rule: string) => metas.some((m) => m.propertyName === property && m.name === rule);
  for (const { propertyName, each, type, constraints } of metas) {
    const refuse = (why: string): never => {
      throw new Error(`${body.name}.${propertyName}: ${why}`);
    };
    // Where class-validator takes more than the rule says: a single value for `each`, an array for one nested object.
    if (each && !has(propertyName, IS_ARRAY)) refuse('`each` needs @IsArray');
    if (type === ValidationTypes.NESTED_VALIDATION && !each && !has(propertyName, IS_OBJECT)) {
      refuse('@ValidateNested needs @IsObject');
    }
    if (type === ValidationTypes.CONDITIONAL_VALIDATION && constraints[0] !== isGiven) {
      refuse('a conditional rule has no JSON Schema; IsOptional of platform/validation has');
    }
  }
}
