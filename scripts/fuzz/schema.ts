import { readFileSync } from 'node:fs';
import { restDocument } from '../../test/support/rest-check.js';

/** The part of JSON Schema that the two documents use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  nullable?: boolean;
}

interface AsyncDocument {
  info: { version: string };
  components: { messages: Record<string, { payload: Schema }>; schemas: Record<string, Schema> };
}
const asyncDocument = JSON.parse(readFileSync('docs/asyncapi.json', 'utf8')) as AsyncDocument;
const schemas = { ...asyncDocument.components.schemas, ...(restDocument.components.schemas as Record<string, Schema>) };

export function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolve(schemas[name]!);
}

/** Every client event of docs/asyncapi.json with the schema of its body. */
export const clientEvents = Object.entries(asyncDocument.components.messages)
  .filter(([id]) => id.startsWith('client.'))
  .map(([id, { payload }]) => ({ event: id.slice('client.'.length), schema: resolve(payload) }));
