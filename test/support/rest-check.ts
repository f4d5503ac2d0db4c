import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { PLATFORM_ERRORS } from '../../src/contract/index.js';
import * as groups from '../../src/groups/errors.js';
import * as identity from '../../src/identity/errors.js';
import * as messaging from '../../src/messaging/errors.js';
import * as notifications from '../../src/notifications/errors.js';
import * as presence from '../../src/presence/errors.js';

type Json = { [key: string]: Json } & { $ref?: string };
interface Response {
  content?: Record<string, { schema: object }>;
}
export interface Operation {
  method: string;
  /** With `{parameters}`. */
  path: string;
  parameters?: Array<{ name: string; in: string; required?: boolean; schema: Record<string, unknown> }>;
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<string, Response>;
  security?: object[];
}

export const restDocument = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: Record<string, Record<string, unknown>> };
};
export const operations: Operation[] = Object.entries(restDocument.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
);

/** A made-up but well-formed constructor argument will do: only the code is read. */
const codesOf = (errors: object): string[] =>
  Object.values(errors as Record<string, new (...args: string[]) => { code: string }>).map((E) => new E('', '').code);
/** Every code there is. */
export const CODES: ReadonlySet<string> = new Set([
  ...Object.keys(PLATFORM_ERRORS),
  ...[groups, identity, messaging, notifications, presence].flatMap(codesOf),
]);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(closed(structuredClone(restDocument) as unknown as Json), 'openapi');
const compiled = new Map<string, ValidateFunction>();
const routes = operations
  .map((operation) => ({ operation, pattern: patternOf(operation.path) }))
  // `/users/me` before `/users/{id}`.
  .sort((a, b) => a.operation.path.split('{').length - b.operation.path.split('{').length);

export interface RestAnswer {
  method: string;
  /** Path without the query. */
  path: string;
  status: number;
  contentType: string;
  text: string;
}

/** What an answer has against docs/openapi.json; null: nothing. Answers of routes it does not list have to be refusals. */
export function restViolation(answer: RestAnswer): string | null {
  const { method, path, status, contentType, text } = answer;
  const where = `${method} ${path} ${status}`;
  if (status >= 400) return refusalViolation(where, status, contentType, text);
  const operation = routes.find((r) => r.operation.method === method && r.pattern.test(path))?.operation;
  if (!operation) return `${where}: not a route of docs/openapi.json`;
  const response = operation.responses[String(status)];
  if (!response) return `${where}: this status is not documented`;
  if (!response.content) return text === '' ? null : `${where}: a body where none is documented`;
  if (!/^application\/json(;|$)/.test(contentType)) return `${where}: content type ${contentType}`;
  const escaped = operation.path
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')
    .replaceAll('{', '%7B')
    .replaceAll('}', '%7D');
  const schema = `openapi#/paths/${escaped}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
  return mismatch(where, schema, text);
}

function refusalViolation(where: string, status: number, contentType: string, text: string): string | null {
  if (!contentType.startsWith('application/problem+json')) return `${where}: refused with ${contentType}: ${text}`;
  const broken = mismatch(where, 'openapi#/components/schemas/Problem', text);
  if (broken) return broken;
  const problem = JSON.parse(text) as { status: number; code: string };
  if (problem.status !== status) return `${where}: says status ${problem.status}`;
  return CODES.has(problem.code) ? null : `${where}: ${problem.code} is in no table of errors`;
}

function mismatch(where: string, schema: string, text: string): string | null {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = ajv.compile({ $ref: schema })));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `${where}: not JSON: ${text.slice(0, 200)}`;
  }
  return validate(value) ? null : `${where}: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 500)}`;
}

/** Clients have to bear further properties; tests must not: what is sent has to be documented. */
function closed(node: Json): Json {
  if (node === null || typeof node !== 'object') return node;
  for (const value of Object.values(node)) closed(value as Json);
  if (node['properties'] && !('additionalProperties' in node) && !('allOf' in node)) {
    (node as Record<string, unknown>)['additionalProperties'] = false;
  }
  return node;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}
