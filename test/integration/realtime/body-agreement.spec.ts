import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientEventName, ClientEvents } from '../../../src/contract/index.js';
import { Handlers } from '../../../src/platform/realtime/index.js';
import { compileBody } from '../../../src/platform/validation/index.js';
import { IsId, IsOptional, IsPosition, IsPositions, IsSeq, IsText } from '../../../src/platform/validation/index.js';
import { openAppContext } from '../../support/app-context.js';
import { freshDatabase } from '../../support/database.js';

class Inner {
  @IsId() id!: string;
  @IsOptional() @IsInt() @Min(0) @Max(9) n?: number;
}

class Everything {
  @IsId() id!: string;
  @IsUUID() anyUuid!: string;
  @IsUUID('4') v4!: string;
  @IsText(1, 5) text!: string;
  @IsString() @MinLength(2) @Matches(/^[a-z]+$/) word!: string;
  @IsOptional() @IsSeq() replyTo?: number;
  @IsPosition() position!: number;
  @IsPositions(2) positions!: Record<string, number>;
  @IsBoolean() flag!: boolean;
  @IsIn(['online', 'away']) status!: string;
  @IsInt() @Min(1) @Max(200) limit!: number;
  @IsArray() @ArrayMaxSize(3) @ArrayUnique() @IsId({ each: true }) ids!: string[];
  @IsObject() @ValidateNested() @Type(() => Inner) inner!: Inner;
}

class Small {
  @IsId() conversationId!: string;
  @IsOptional() @IsText(1, 3) note?: string;
}

const classValidatorAgrees = (body: new () => object, value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const options = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };
  return validateSync(plainToInstance(body, value), options).length === 0;
};

const id = '01a1fc44-0c58-7f64-9708-12f3cf155913';
const sound: Record<string, unknown> = {
  id,
  anyUuid: id.toUpperCase(),
  v4: '9f1b2c3d-4e5f-4a6b-8c7d-0e1f2a3b4c5d',
  text: '🦜é',
  word: 'hello',
  replyTo: 1,
  position: 0,
  positions: { [id]: 3 },
  flag: false,
  status: 'away',
  limit: 200,
  ids: [id],
  inner: { id, n: 3 },
};

/** Values that are nearly right for one property or another. */
const odd = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    0,
    1,
    -1,
    1.5,
    200,
    201,
    9,
    10,
    Number.MAX_SAFE_INTEGER,
    2 ** 53,
    1e300,
    '',
    '1',
    'away',
    'Away',
    true,
  ),
  fc.constantFrom<unknown>(
    id,
    id.toUpperCase(),
    `urn:uuid:${id}`,
    `${id}\n`,
    ` ${id}`,
    '🦜🦜🦜🦜🦜',
    '🦜🦜🦜🦜🦜🦜',
    'a\u0000b',
    '\ud800',
    '❤️❤️❤️',
    'ab\n',
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [id],
    [id, id],
    [id, 'x'],
    [[id]],
    { id },
    { id, extra: 1 },
    { [id]: -1 },
    { x: 1 },
    { [id]: 1.5 },
    { n: 1 },
  ),
  fc.anything({ maxDepth: 2 }).map((v) => JSON.parse(JSON.stringify(v) ?? 'null') as unknown),
);

/** One sound body per client event; a new event needs a new row (the type says so). */
const SAMPLES: { [E in ClientEventName]: ClientEvents[E]['in'] } = {
  'message.send': { conversationId: id, clientMessageId: id, body: 'hello', replyToSeq: 3 },
  'message.edit': { conversationId: id, seq: 1, body: 'hello' },
  'message.delete': { conversationId: id, seq: 1 },
  'reaction.add': { conversationId: id, seq: 1, emoji: '🦜' },
  'reaction.remove': { conversationId: id, seq: 1, emoji: '🦜' },
  'receipt.delivered': { conversationId: id, seq: 1 },
  'receipt.read': { conversationId: id, seq: 1 },
  'typing.start': { conversationId: id },
  'typing.stop': { conversationId: id },
  'presence.set': { status: 'away' },
  'presence.get': { userIds: [id] },
  'sync.resume': { epoch: null, userSeq: 0, conversations: { [id]: 4 } },
  'sync.range': { conversationId: id, fromSeq: 1, toSeq: 2 },
  'auth.refresh': { token: 'x.y.z' },
};

let handlers: Handlers;

beforeAll(async () => {
  const app = await openAppContext((await freshDatabase()).url);
  handlers = app.get(Handlers, { strict: false });
  return () => app.close();
}, 60_000);

describe('every client event', () => {
  it('has a handler', () => {
    expect(
      handlers
        .all()
        .map((h) => h.event)
        .sort(),
    ).toEqual(Object.keys(SAMPLES).sort());
  });

  it.each(Object.entries(SAMPLES))('%s is checked as class-validator would', (event, sample) => {
    agree(handlers.get(event)!.body, sample, 600);
  });
});

describe('the compiled check', () => {
  it.each([
    ['a class with every rule', Everything, sound],
    ['a small class', Small, { conversationId: id, note: 'abc' }],
    ['a nested class', Inner, { id, n: 0 }],
  ])('agrees with class-validator on %s', (_, body, base) => {
    agree(body, base, 3_000);
  });

  it.each([null, undefined, 1, 'text', [], [sound], true])('refuses %j', (value) => {
    expect(compileBody(Small)(value)).not.toBeNull();
  });

  it('names rule and place, never the value', () => {
    const broken = compileBody(Everything)({ ...sound, inner: { id: 'SECRET' }, 'a/b': 'SECRET', text: undefined });
    expect(broken).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/inner/id', rule: 'pattern' }),
        expect.objectContaining({ pointer: '/a~1b', rule: 'additionalProperties' }),
      ]),
    );
    expect(JSON.stringify(broken)).not.toContain('SECRET');
  });

  it('stops at start for rules it cannot tell', () => {
    class Conditional {
      @ValidateIf(() => true) @IsString() a!: string;
    }
    class Single {
      @IsString({ each: true }) a!: string[];
    }
    class Nested {
      @ValidateNested() @Type(() => Inner) a!: Inner;
    }
    expect(() => compileBody(Nested)).toThrow('@IsObject');
    expect(() => compileBody(Conditional)).toThrow('Conditional.a');
    expect(() => compileBody(Single)).toThrow('@IsArray');
  });
});

function agree(body: new () => object, base: object, numRuns: number): void {
  const check = compileBody(body);
  expect(check(base)).toBeNull();
  expect(classValidatorAgrees(body, base)).toBe(true);
  const names = fc.constantFrom(...Object.keys(base), 'extra', '__proto__', 'constructor', 'toString');
  const changes = fc.array(fc.tuple(names, odd, fc.boolean()), { maxLength: 3 });
  const inputs = fc.oneof(
    { weight: 9, arbitrary: changes.map((list) => changed(base, list)) },
    { weight: 1, arbitrary: odd },
  );
  fc.assert(
    fc.property(inputs, (value) => {
      // class-transformer silently drops names of Object.prototype before class-validator sees them; the compiled check
      // refuses them.
      if (/"(__proto__|constructor|toString|valueOf)":/.test(JSON.stringify(value) ?? ''))
        return void expect(check(value)).not.toBeNull();
      expect({ value, sound: check(value) === null }).toEqual({ value, sound: classValidatorAgrees(body, value) });
    }),
    { numRuns },
  );
  expect(({} as Record<string, unknown>)['extra']).toBeUndefined();
}

/** As JSON over the wire would bring it: `__proto__` is a property like any other. */
function changed(base: object, changes: ReadonlyArray<[string, unknown, boolean]>): unknown {
  const entries = new Map(Object.entries(base));
  for (const [name, value, removed] of changes) {
    if (removed) entries.delete(name);
    else entries.set(name, value);
  }
  const members = [...entries].flatMap(([name, value]) => {
    const json = JSON.stringify(value) as string | undefined;
    return json === undefined ? [] : [`${JSON.stringify(name)}:${json}`];
  });
  return JSON.parse(`{${members.join(',')}}`) as unknown;
}
