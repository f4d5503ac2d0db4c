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
export const checkAck = (event: string, ack: unknown): void => check(`client.${event}/x-ack`, ack);
