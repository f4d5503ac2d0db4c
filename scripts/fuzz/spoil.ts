import fc from 'fast-check';

/** JSON of every type, and of none; each is wrong in most places. */
const STRANGE = [
  ...['null', 'true', '0', '-1', '1.5', '1e400', '-0', '9007199254740993', `1${'0'.repeat(400)}`],
  ...[
    '""',
    '"x"',
    '"10abc"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udfff\\ud800"',
    '"../../etc/passwd"',
    '"\' OR 1=1 --"',
    '"${7*7}"',
  ],
  ...['[]', '[null]', '[[["x"]]]', '{}', '{"$ne":null}', '{"length":1,"0":"x"}', '{"toString":null,"valueOf":1}'],
  `${'['.repeat(3_000)}${']'.repeat(3_000)}`,
  `"${'x'.repeat(20_000)}"`,
  `[${'0,'.repeat(2_000)}0]`,
];
const EXTRA = [
  'extra',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'isAdmin',
  'seq',
  'ownerId',
  'createdAt',
  'role',
  'passwordHash',
  '',
];

type Spoil =
  | { how: 'wrong'; at: number; json: string }
  | { how: 'missing'; at: number }
  | { how: 'extra'; name: string; json: string }
  | { how: 'twice'; at: number; json: string }
  | { how: 'whole'; json: string }
  | { how: 'cut'; at: number }
  | { how: 'letter'; at: number; letter: string };

const strange = fc.constantFrom(...STRANGE);
const at = fc.nat(1_000);
const spoils: fc.Arbitrary<Spoil | null> = fc.oneof(
  { weight: 10, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: fc.record({ how: fc.constant('wrong' as const), at, json: strange }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('missing' as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({ how: fc.constant('extra' as const), name: fc.constantFrom(...EXTRA), json: strange }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('twice' as const), at, json: strange }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('whole' as const), json: strange }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('cut' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      how: fc.constant('letter' as const),
      at,
      letter: fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
    }),
  },
);

/** JSON text of the object, in half of the cases with one thing wrong. */
export const spoiled = (sound: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<string> =>
  fc.tuple(sound, spoils).map(([object, spoil]) => apply(object, spoil));

function apply(object: Record<string, unknown>, spoil: Spoil | null): string {
  const fields = Object.entries(object).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
  const text = (given: Array<[string, string]>) => `{${given.map(([k, v]) => `${JSON.stringify(k)}:${v}`).join()}}`;
  const whole = text(fields);
  if (!spoil) return whole;
  switch (spoil.how) {
    case 'whole':
      return spoil.json;
    case 'extra':
      return text([...fields, [spoil.name, spoil.json]]);
    case 'cut':
      return whole.slice(0, spoil.at % whole.length);
    case 'letter': {
      const i = spoil.at % whole.length;
      return whole.slice(0, i) + spoil.letter + whole.slice(i + 1);
    }
  }
  const i = fields.length === 0 ? -1 : spoil.at % fields.length;
  if (i < 0) return whole;
  if (spoil.how === 'missing') return text(fields.filter((_, n) => n !== i));
  if (spoil.how === 'twice') return text([...fields, [fields[i]![0], spoil.json]]);
  return text(fields.map(([k, v], n) => [k, n === i ? spoil.json : v]));
}
