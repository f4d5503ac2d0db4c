import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Document {
  components: { messages: Record<string, { payload: object; 'x-ack'?: object }>; schemas: object };
}

const document = JSON.parse(readFileSync('docs/asyncapi.json', 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(document, 'asyncapi');
const compiled = new Map<string, ValidateFunction>();

function check(path: string, value: unknown): void {
  let validate = compiled.get(path);
  if (!validate) compiled.set(path, (validate = ajv.compile({ $ref: `asyncapi#/components/messages/${path}` })));
  if (!validate(value))
    throw new Error(
      `${path} breaks docs/asyncapi.json: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`,
    );
}

/** Throws when an event that a server emitted does not match the published document. */
export const checkServerEvent = (event: string, payload: unknown): void => check(`server.${event}/payload`, payload);

/** Throws when an ack does not match the published document. */
export function checkAck(event: string, ack: unknown): void {
  if (document.components.messages[`client.${event}`]) return check(`client.${event}/x-ack`, ack);
  // Events the contract does not know can only be refused.
  const { ok, error } = (ack ?? {}) as { ok?: boolean; error?: unknown };
  if (ok !== false) throw new Error(`${event} is no client event of docs/asyncapi.json, and was not refused`);
  checkSchema('Problem', error);
}

function checkSchema(name: string, value: unknown): void {
  if (!ajv.validate({ $ref: `asyncapi#/components/schemas/${name}` }, value))
    throw new Error(`${name} breaks docs/asyncapi.json: ${ajv.errorsText()} in ${JSON.stringify(value)}`);
}
