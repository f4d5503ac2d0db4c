import { describe, expect, it } from 'vitest';
import { InvalidDisplayName } from '../errors.js';
import { deviceName } from './device-name.js';
import { parseDisplayName } from './display-name.js';

describe('a display name', () => {
  it.each([
    ['is shown as typed', 'Ada <b>L</b> 👩‍👧', 'Ada <b>L</b> 👩‍👧'],
    ['is composed', 'Ju\u0308rgen', 'Jürgen'],
    ['is one line without blanks around', '  Ada \r\n Lovelace\t', 'Ada Lovelace'],
    ['loses control characters', 'A\u0007d\u001B[31ma', 'Ad[31ma'],
    ['loses direction characters', '\u202Eada\u202C \u2066x\u2069\u200F\u061C', 'ada x'],
  ])('%s', (_, typed, kept) => {
    expect(parseDisplayName(typed)).toBe(kept);
    expect(parseDisplayName(kept)).toBe(kept);
  });

  it.each([
    ['nothing', ''],
    ['blanks alone', ' \t '],
    ['invisible characters alone', '\u200B\u200D\u2060'],
    ['more than 80 characters', 'a'.repeat(81)],
    ['NUL', 'a\0b'],
    ['a lone surrogate', 'a\uDC00'],
    ['a pile of combining marks', `a${'\u0316'.repeat(60)}`],
  ])('is refused with %s', (_, typed) => {
    expect(() => parseDisplayName(typed)).toThrow(InvalidDisplayName);
  });
});

describe('a device name', () => {
  it('is one harmless line of the client or its user agent', () => {
    expect(deviceName('my\r\nphone', 'curl')).toBe('my phone');
    expect(deviceName(undefined, 'curl/8\u001B[2J')).toBe('curl/8[2J');
    expect(deviceName(undefined, undefined)).toBe('unknown device');
    expect([...deviceName('😀'.repeat(100), undefined)]).toHaveLength(80);
  });
});
