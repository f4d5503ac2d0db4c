import type { Type } from '@nestjs/common';
import type { ErrorObject, SchemaObject } from 'ajv/dist/2020.js';
import { ajv } from './ajv.js';
import { bodySchema } from './body-schema.js';
import { type BrokenRule, MOST_BROKEN, pointerTo } from './broken-rule.js';

/** The broken rules, or null where the value is sound. */
export type CompiledBody = (value: unknown) => BrokenRule[] | null;

const compiled = new WeakMap<Type<object>, CompiledBody>();

/**
 * The decorated class as a compiled check: the same answers as class-validator with `forbidNonWhitelisted`, two orders of
 * magnitude faster. Throws at start for a class whose rules cannot be told as a schema.
 */
export function compileBody(body: Type<object>): CompiledBody {
  const known = compiled.get(body);
  if (known) return known;
  const validate = ajv.compile(bodySchema(body) as SchemaObject);
  const check: CompiledBody = (value) =>
    validate(value) ? null : (validate.errors ?? []).slice(0, MOST_BROKEN).map((error) => asBrokenRule(error));
  compiled.set(body, check);
  return check;
}

function asBrokenRule(error: ErrorObject): BrokenRule {
  const { instancePath, keyword, message, params } = error;
  const property: unknown = params.missingProperty ?? params.additionalProperty;
  const pointer = typeof property === 'string' ? pointerTo(instancePath, property) : instancePath;
  return { pointer, rule: keyword, detail: message ?? keyword };
}
