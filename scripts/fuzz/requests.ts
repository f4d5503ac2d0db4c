import fc from 'fast-check';
import { type Operation, operations } from '../../test/support/rest-check.js';
import { resolve, type Schema } from './schema.js';
import { spoiled } from './spoil.js';
import { valuesOf } from './values.js';
import { type Actor, ACTORS } from './world.js';

export interface FuzzRequest {
  operation: string;
  actor: Actor;
  method: string;
  /** Query included. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** In place of one part of a path or a value of a query; percent-encoded. */
const JUNK = [
  ...[
    'x',
    '0',
    '-1',
    '1.5',
    '1e9',
    '0x10',
    '9007199254740993',
    'null',
    'me',
    '__proto__',
    '%00',
    '%20',
    '%',
    '%zz',
    '%ED%A0%80',
  ],
  ...['..%2f..%2fetc%2fpasswd', '%2e%2e', '%E2%80%8B', ';x=1', "'%20OR%201=1--", 'x'.repeat(199), 'x'.repeat(3_000)],
];
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-7',
  'application/xml',
  'x',
  '',
];
const HEADERS: Array<Record<string, string>> = [
  { 'idempotency-key': '{{nonce}}' },
  { 'idempotency-key': 'the same' },
  { 'idempotency-key': 'again' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-for': "1.2.3.4, ::1, ' OR 1=1" },
  { 'x-user-id': '{{owner}}', cookie: 'token={{token}}' },
  { 'content-encoding': 'gzip' },
  { 'user-agent': 'a\tb"\\{}' },
  { accept: 'text/html', 'accept-encoding': 'gzip, br', range: 'bytes=0-1,2-3' },
];
const AUTHORIZATIONS = [
  'Bearer {{foreignToken}}x',
  'Bearer {{refresh}}',
  'Bearer',
  'Basic e30=',
  'Bearer a.b.c',
  'Bearer {{token}} x',
];

const bent = fc.constantFrom(...JUNK);
/** Once in n times, so that most requests stay straight. */
const seldom = <T>(n: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: n - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** Requests to one route, whoever may or may not. */
function requestsTo(operation: Operation): fc.Arbitrary<FuzzRequest> {
  const { method, path, parameters = [], requestBody } = operation;
  const schema = requestBody?.content['application/json']?.schema as Schema | undefined;
  const inPath = parameters.filter((p) => p.in === 'path');
  const inQuery = parameters.filter((p) => p.in === 'query');
  const values = (of: typeof parameters) =>
    fc.tuple(...of.map((p) => fc.tuple(valuesOf(p.schema, p.name, path), seldom(12, bent))));
  return fc
    .record({
      actor: fc.constantFrom(...ACTORS),
      pathValues: values(inPath),
      queryValues: fc.tuple(
        ...inQuery.map((p) =>
          fc.tuple(p.required ? fc.constant(true) : fc.boolean(), valuesOf(p.schema, p.name, path), seldom(12, bent)),
        ),
      ),
      stray: seldom(
        25,
        fc.constantFrom('nonsense=1', '__proto__=1', 'limit=1&limit=2', 'cursor[a]=1', 'q=%00', '%zz=1'),
      ),
      body: schema
        ? spoiled(valuesOf(resolve(schema), '', path) as fc.Arbitrary<Record<string, unknown>>)
        : seldom(12, fc.constantFrom('{}', '{"a":1}', '{')),
      type: seldom(25, fc.constantFrom(...TYPES)),
      more: seldom(8, fc.constantFrom(...HEADERS)),
      authorization: seldom(40, fc.constantFrom(...AUTHORIZATIONS)),
    })
    .map(({ actor, pathValues, queryValues, stray, body, type, more, authorization }) => {
      let n = 0;
      const filled = path.replace(/\{\w+\}/g, () => {
        const [value, junk] = pathValues[n++]!;
        return junk ?? encoded(value);
      });
      const query = inQuery.flatMap((p, i) => {
        const [there, value, junk] = queryValues[i]!;
        return there ? [`${p.name}=${junk ?? encoded(value)}`] : [];
      });
      if (stray !== null) query.push(stray);
      return {
        operation: `${method} ${path}`,
        actor,
        method,
        path: query.length > 0 ? `${filled}?${query.join('&')}` : filled,
        headers: {
          ...(body === null ? {} : { 'content-type': type ?? 'application/json' }),
          ...(actor === 'anonymous' ? {} : { authorization: 'Bearer {{token}}' }),
          ...more,
          ...(authorization === null ? {} : { authorization }),
        },
        ...(body === null ? {} : { body }),
      };
    });
}

/** Braces stay, for `World.fill` to find. */
const encoded = (value: unknown) =>
  encodeURIComponent(String(value).replace(/\p{Cs}/gu, '')).replace(/%7B%7B(\w+)%7D%7D/g, '{{$1}}');

/** Requests to every route of docs/openapi.json, all equally often. */
export const requests: fc.Arbitrary<FuzzRequest> = fc.oneof(...operations.map(requestsTo));
