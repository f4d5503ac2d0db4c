import { describe, expect, it } from 'vitest';
import { UsernameReserved } from '../errors.js';
import { parseUsername } from '../domain/username.js';
import { refuseReserved, skeletonOf } from './username-twins.js';

describe('twins of a username', () => {
  it.each([
    ['Cyrillic letters', 'alice', 'аliсе'],
    ['Greek letters', 'olivo', 'οlivο'],
    ['a one for an el', 'paul', 'pau1'],
    ['a zero for an o', 'bob', 'b0b'],
    ['a dotless i', 'irina', 'ırina'],
    ['two letters that look like one', 'modern', 'rnodern'],
    ['full width', 'alice', 'ａｌｉｃｅ'],
    ['capitals', 'alice', 'ALICE'],
  ])('%s', (_, name, twin) => {
    expect(skeletonOf(parseUsername(twin))).toBe(skeletonOf(parseUsername(name)));
  });

  it.each([
    ['alice', 'alicia'],
    ['tom', 'tom_'],
    ['user1', 'user2'],
    ['jose', 'josé'],
  ])('%s and %s are two names', (a, b) => {
    expect(skeletonOf(parseUsername(a))).not.toBe(skeletonOf(parseUsername(b)));
  });

  it.each([
    'admin',
    'ADMIN',
    'аdmin',
    'admın',
    'ad-min',
    'a.d_m.i_n',
    'parley',
    'pаrley',
    'system',
    'everyone',
    'rооt',
  ])('%s is reserved', (name) => {
    expect(() => refuseReserved(parseUsername(name))).toThrow(UsernameReserved);
  });

  it.each(['adminton', 'roots', 'alla'])('%s is not', (name) => {
    expect(() => refuseReserved(parseUsername(name))).not.toThrow();
  });
});
