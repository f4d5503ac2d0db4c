import { describe, expect, it } from 'vitest';
import { clientEvents, resolve, type Schema } from '../../../scripts/fuzz/schema.js';
import { operations } from '../../support/rest-check.js';
import { ACCOUNTS, KEYS, NOT_TRIED, STORED } from './naughty-fields.js';
import { nameOf, schemaOf } from './rest-samples.js';

/** Whether text can be put there: as a string, as one of a list, or as the name of an entry. */
function takesText(schema: Schema): boolean {
  const { type, anyOf, oneOf, items, enum: choices, additionalProperties, properties } = resolve(schema);
  const types = [type].flat();
  if (types.includes('string') || choices?.some((choice) => typeof choice === 'string')) return true;
  if (items) return takesText(items);
  if (types.includes('object') && !properties) return additionalProperties !== false;
  return [...(anyOf ?? []), ...(oneOf ?? [])].some(takesText);
}

/** The text fields of an object, those of objects in it with them. */
function textsIn(schema: Schema | undefined, prefix: string): string[] {
  if (!schema) return [];
  const { properties, items } = resolve(schema);
  if (items) return textsIn(items, prefix);
  return Object.entries(properties ?? {}).flatMap(([name, field]) => [
    ...(takesText(field) ? [`${prefix}${name}`] : []),
    ...textsIn(field, `${prefix}${name}.`),
  ]);
}

const documented = [
  ...operations.flatMap((operation) => [
    ...(operation.parameters ?? [])
      .filter(({ schema }) => takesText(schema as Schema))
      .map(({ in: where, name }) => `${nameOf(operation)} ${where}.${name}`),
    ...textsIn(schemaOf(operation), `${nameOf(operation)} body.`),
  ]),
  ...clientEvents.flatMap(({ event, schema }) => textsIn(schema, `${event} `)),
];
const tried: string[] = [...STORED, ...ACCOUNTS, ...KEYS];

describe('every text field of docs/openapi.json and docs/asyncapi.json', () => {
  it('are many', () => expect(documented.length).toBeGreaterThan(80));

  it('is gone through with the naughty strings, or there is a reason why not', () => {
    const forgotten = documented.filter((name) => !tried.includes(name) && !NOT_TRIED.some((n) => n.field.test(name)));
    expect(forgotten).toEqual([]);
  });

  it('is still there, where one is in a list', () => {
    const gone = tried.filter((name) => !documented.includes(name) && !name.startsWith('handshake '));
    expect(gone).toEqual([]);
    const left = documented.filter((name) => !tried.includes(name));
    expect(NOT_TRIED.filter(({ field }) => !left.some((name) => field.test(name)))).toEqual([]);
  });

  it('is found wherever it stands', () => {
    const text = { type: 'string' };
    const nested = {
      properties: { a: text, b: { properties: { c: text } }, d: { items: { properties: { e: text } } } },
    };
    expect(textsIn(nested, '')).toEqual(['a', 'b.c', 'd.e']);
    const others = { one: { items: text }, map: { type: 'object', additionalProperties: { type: 'integer' } } };
    expect(textsIn({ properties: { ...others, number: { type: 'integer' }, maybe: { anyOf: [text] } } }, '')).toEqual([
      'one',
      'map',
      'maybe',
    ]);
  });
});
