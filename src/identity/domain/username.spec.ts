import { describe, expect, it } from 'vitest';
import { InvalidUsername } from '../errors.js';
import { parseUsername } from './username.js';

describe('a username', () => {
  it.each([
    ['Alice', 'alice'],
    ['ｆｕｌｌwidth', 'fullwidth'],
    ['jürgen', 'jürgen'],
    ['ju\u0308rgen', 'jürgen'],
    ['Ольга', 'ольга'],
    ['_tom.k-2', '_tom.k-2'],
    ['a'.repeat(32), 'a'.repeat(32)],
  ])('%s is kept as %s', (typed, kept) => {
    expect(parseUsername(typed)).toBe(kept);
  });

  it.each([
    ['too short', 'ab'],
    ['too long', 'a'.repeat(33)],
    ['blanks', 'two words'],
    ['zero-width space', 'ali\u200Bce'],
    ['zero-width joiner', 'ali\u200Dce'],
    ['word joiner', 'ali\u2060ce'],
    ['soft hyphen', 'ali\u00ADce'],
    ['variation selector', 'alice\uFE0F\u200D'],
    ['right-to-left override', 'ali\u202Ece'],
    ['isolate', '\u2066alice'],
    ['control character', 'ali\u0007ce'],
    ['NUL', 'ali\0ce'],
    ['lone surrogate', 'ali\uD800ce'],
    ['markup', '<b>alice'],
    ['wildcard', 'ali%ce'],
    ['at sign', '@alice'],
    ['dot at the end', 'alice.'],
    ['dash at the beginning', '-alice'],
    ['pile of marks', 'a\u0316\u0317\u0318\u0319lice'],
    ['nothing', ''],
  ])('is refused with %s', (_, typed) => {
    expect(() => parseUsername(typed)).toThrow(InvalidUsername);
  });
});
