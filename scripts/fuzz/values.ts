import fc from 'fast-check';
import { resolve, type Schema } from './schema.js';

/** A value that only the running world knows, by name; see `World.fill`. */
export const place = (name: string) => `{{${name}}}`;
const places = (...names: string[]) => fc.constantFrom(...names.map(place));

const conversations = fc.oneof(
  { weight: 6, arbitrary: places('group') },
  { weight: 3, arbitrary: places('direct', 'foreignGroup') },
  { weight: 1, arbitrary: places('nonce', 'me') },
);
const users = places('me', 'owner', 'member', 'exMember', 'stranger', 'outsider', 'admin', 'nonce', 'group');
const anyId = fc.oneof(
  conversations,
  users,
  places('session', 'foreignSession', 'notification', 'foreignNotification'),
);

/** Fields whose name says more than their type: where to find values that exist, this actor's and others'. */
const BY_NAME: Record<string, fc.Arbitrary<unknown>> = {
  conversationId: conversations,
  conversations,
  sessionId: places('session', 'foreignSession', 'nonce'),
  userId: users,
  userIds: users,
  ids: users,
  id: anyId,
  clientMessageId: places('nonce', 'nonce', 'nonce', 'fixed'),
  epoch: fc.oneof(places('epoch', 'nonce'), fc.constant(null)),
  token: places('token', 'foreignToken', 'refresh'),
  refreshToken: places('refresh', 'foreignRefresh', 'token'),
  cursor: places('cursor', 'foreignCursor'),
  username: places('newName', 'myName', 'otherName'),
  password: places('password', 'password', 'nonce'),
  currentPassword: places('password', 'nonce'),
  newPassword: places('password', 'nonce'),
  emoji: fc.constantFrom('👍', '❤️', '👨‍👩‍👧', 'x', 'ok'),
  q: fc.constantFrom('fuzz', 'a', '_', '%'),
};
/** By the path it stands in, where a parameter is only called `id`. */
const BY_PATH: Array<[RegExp, fc.Arbitrary<unknown>]> = [
  [/^\/v1\/conversations/, conversations],
  [/^\/v1\/(admin\/)?users/, users],
  [/^\/v1\/auth\/sessions/, places('session', 'foreignSession', 'nonce')],
  [/^\/v1\/notifications/, places('notification', 'foreignNotification', 'nonce')],
];
/** Log numbers that exist in the world's conversations, mostly. */
const lowNumbers = fc.integer({ min: 1, max: 12 });

/** Values that the schema takes, boundaries among them. `name`: of the field; `path`: of its route. */
export function valuesOf(schema: Schema, name: string, path = ''): fc.Arbitrary<unknown> {
  const { type, anyOf, oneOf, allOf, enum: choices, const: only, format, ...rest } = resolve(schema);
  if (only !== undefined) return fc.constant(only);
  if (choices) return fc.constantFrom(...choices);
  const forms = anyOf ?? oneOf;
  if (forms && !BY_NAME[name]) return fc.oneof(...forms.map((form) => valuesOf(form, name, path)));
  if (allOf) return valuesOf(Object.assign({}, ...allOf.map(resolve)) as Schema, name, path);
  const kind = [type].flat().find((t) => t !== 'null') ?? 'object';
  const known = name === 'id' ? (BY_PATH.find(([of]) => of.test(path))?.[1] ?? anyId) : BY_NAME[name];
  if (kind === 'array') {
    const { minItems = 0, maxItems = 5 } = rest;
    return fc.array(valuesOf(rest.items ?? {}, name, path), {
      minLength: minItems,
      maxLength: Math.max(minItems, Math.min(maxItems, 5)),
    });
  }
  if (kind === 'object') return objectOf(rest, name, path);
  if (known) return known;
  if (format === 'uuid') return anyId;
  if (kind === 'integer' || kind === 'number') return numberOf(rest);
  if (kind === 'boolean') return fc.boolean();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  return textOf(rest);
}

function numberOf({ minimum, maximum }: Schema): fc.Arbitrary<number> {
  const [min, max] = [minimum ?? 0, maximum ?? Number.MAX_SAFE_INTEGER];
  return fc.oneof(
    { weight: 4, arbitrary: lowNumbers.filter((n) => n >= min && n <= max) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
    { weight: 1, arbitrary: fc.integer({ min, max }) },
  );
}

function textOf({ minLength = 0, maxLength = 8_000 }: Schema): fc.Arbitrary<string> {
  const short = fc.string({ unit: 'grapheme', minLength: Math.max(1, minLength), maxLength: Math.min(40, maxLength) });
  const edge = fc.constantFrom(minLength, maxLength, maxLength + 1).map((n) => 'ä'.repeat(n));
  return fc.oneof(
    { weight: 6, arbitrary: short },
    { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength, maxLength: 60 }) },
    { weight: 1, arbitrary: edge },
  );
}

/** Required fields always, the others now and then; an open map has a few entries. */
function objectOf(schema: Schema, name: string, path: string): fc.Arbitrary<Record<string, unknown>> {
  const { properties, required = [], additionalProperties } = schema;
  if (properties) {
    const fields = Object.fromEntries(Object.entries(properties).map(([key, s]) => [key, valuesOf(s, key, path)]));
    return fc.record(fields, { requiredKeys: required });
  }
  const value = typeof additionalProperties === 'object' ? valuesOf(additionalProperties, '', path) : fc.constant(1);
  return fc.dictionary((BY_NAME[name] ?? fc.string()) as fc.Arbitrary<string>, value, { maxKeys: 3 });
}
