export interface Schema {
  $ref?: string;
  type?: string | string[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  format?: string;
}

export interface Case {
  name: string;
  /** JSON text, because some of it no object can hold. */
  json: string;
}

export type Resolve = (schema: Schema) => Schema;

/** Of every type but the ones given; what a field must refuse whatever else its rule is. */
const STRANGERS: Array<[type: string, json: string]> = [
  ['string', '"10abc"'],
  ['integer', '7'],
  ['number', '1.5'],
  ['boolean', 'true'],
  ['array', '[]'],
  ['object', '{}'],
  ['object', '{"$ne":null}'],
  ['array', '[["a"]]'],
];
const NUMBERS = ['-1', '1.5', '1e300', '9007199254740993', '-9007199254740993', '"1"', '"10abc"', '[1]'];
const IDS = [
  '""',
  '"x"',
  '"0198C1F4-5F0E-7C57-9E2E-4D6F5C1D2B3A"',
  '"0198c1f45f0e7c579e2e4d6f5c1d2b3a"',
  '"0198c1f4-5f0e-7c57-9e2e-4d6f5c1d2b3a\\n"',
  '"../../etc/passwd"',
  '"\\u0000"',
];
/** 20,000: more than any text may have, less than a frame or a body may. */
const TEXTS = [JSON.stringify('x'.repeat(20_000))];
/** Neither can be stored as text; both are legal JSON. */
const UNSTORABLE = ['"a\\u0000b"', '"a\\ud800b"', '"\\udfff"'];

/** Bad values for one field of a schema. */
function badValues(schema: Schema, resolve: Resolve, free: boolean): string[] {
  const { type, anyOf, items, enum: choices, format } = resolve(schema);
  const types = new Set([type, ...(anyOf ?? []).map((s) => resolve(s).type)].flat().filter((t) => t !== undefined));
  if (types.has('number')) types.add('integer');
  const own = STRANGERS.filter(([stranger]) => !types.has(stranger)).map(([, json]) => json);
  if (types.has('integer')) own.push(...NUMBERS);
  if (choices) own.push('"nonsense"', '"__proto__"');
  else if (format === 'uuid') own.push(...IDS);
  else if (types.has('string') && !free) own.push(...TEXTS, ...UNSTORABLE);
  if (items) {
    own.push('[null]', '[{}]', '[["a"]]', '{"0":"a","length":1}');
    own.push(JSON.stringify(Array.from({ length: 1_500 }, () => '0198c1f4-5f0e-7c57-9e2e-4d6f5c1d2b3a')));
  }
  return [...new Set(own)];
}

/**
 * Everything that is wrong with one thing in an otherwise sound object. `sound` has the fields to vary; `free` names the
 * texts whose content the server takes as it comes.
 */
export function badObjects(schema: Schema, sound: Record<string, unknown>, resolve: Resolve, free: string[]): Case[] {
  const { properties = {}, required = [] } = resolve(schema);
  const text = (fields: Array<[string, string]>) => `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${v}`).join()}}`;
  const fields = Object.entries(sound).map(([k, v]): [string, string] => [k, JSON.stringify(v)]);
  const put = (name: string, json: string) => text(fields.map(([k, v]) => [k, k === name ? json : v]));
  const perField = Object.entries(properties)
    .filter(([name]) => name in sound)
    .flatMap(([name, field]) => [
      ...badValues(field, resolve, free.includes(name)).map((json) => ({
        name: `${name} = ${json.slice(0, 60)}`,
        json: put(name, json),
      })),
      ...(required.includes(name) ? [{ name: `no ${name}`, json: text(fields.filter(([k]) => k !== name)) }] : []),
      ...(mayBeNull(resolve(field), resolve) ? [] : [{ name: `${name} = null`, json: put(name, 'null') }]),
    ]);
  const extra = [
    ...[
      'extra',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'ownerId',
      'createdAt',
      'isSystem',
      'isAdmin',
    ],
    ...['authorId', 'emailVerified', 'passwordHash', 'sentAt', 'aclVersion', 'id'],
  ].map((name) => ({
    name: `with ${name}`,
    json: text([...fields, [name, '{"isAdmin":true,"prototype":{"isAdmin":true}}']]),
  }));
  return [...perField, ...extra];
}

function mayBeNull({ type, anyOf }: Schema, resolve: Resolve): boolean {
  return [type, ...(anyOf ?? []).map((s) => resolve(s).type)].flat().includes('null');
}

/** In place of the object itself. */
export const NOT_OBJECTS: Case[] = [
  'null',
  '7',
  '"text"',
  'true',
  '[]',
  '[{}]',
  '{}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
].map((json) => ({ name: `the whole = ${json.slice(0, 40)}`, json }));
