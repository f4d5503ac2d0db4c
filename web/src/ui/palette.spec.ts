import { describe, expect, it } from 'vitest';
import { AVATAR_COLOURS, avatarColour, contrast, DARK, initials, LIGHT, type Scheme } from './palette.js';

/** What is written on what; 4.5 is what WCAG AA asks of text. */
const WRITTEN: Array<[keyof Scheme, keyof Scheme]> = (['frame', 'surface', 'raised', 'tint'] as const)
  .flatMap((ground) =>
    (['text', 'quiet', 'accent', 'danger', 'warning', 'success'] as const).map((ink): [keyof Scheme, keyof Scheme] => [
      ink,
      ground,
    ]),
  )
  .concat([
    ['onAccent', 'accent'],
    ['onAccent', 'accentHover'],
  ]);

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('the %s scheme', (_, scheme) => {
  it.each(WRITTEN)('%s can be read on %s', (ink, ground) => {
    expect(contrast(scheme[ink], scheme[ground])).toBeGreaterThanOrEqual(ink === 'text' ? 7 : 4.5);
  });
});

it.each(AVATAR_COLOURS)('white can be read on %s', (colour) => {
  expect(contrast('#ffffff', colour)).toBeGreaterThanOrEqual(4.5);
});

it('gives an id one colour, and many ids many', () => {
  expect(avatarColour('a')).toBe(avatarColour('a'));
  const ids = Array.from({ length: 200 }, (_, n) => `0193-${n}`);
  expect(new Set(ids.map(avatarColour)).size).toBe(AVATAR_COLOURS.length);
});

it.each([
  ['Ann Arbor', 'AA'],
  ['bob', 'B'],
  ['Jean Luc Picard', 'JP'],
  ['ops.team', 'OT'],
  ['李小龙', '李'],
  ['', ''],
])('shortens %j to %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
