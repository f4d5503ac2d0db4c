import { expect, it } from 'vitest';
import { complete, mentionAt } from './mention-at.js';

it.each([
  ['hi @an', { from: 3, prefix: 'an' }],
  ['@', { from: 0, prefix: '' }],
  ['(@Ünal', { from: 1, prefix: 'ünal' }],
  ['mail x@an', null],
  ['@ann ', null],
])('%j', (text, begun) => {
  expect(mentionAt(text, text.length)).toEqual(begun);
});

it('writes the name out and goes on behind it', () => {
  expect(complete('hi @an, you', 6, { from: 3, prefix: 'an' }, 'ann')).toEqual({ text: 'hi @ann , you', caret: 8 });
  expect(complete('hi @an you', 6, { from: 3, prefix: 'an' }, 'ann')).toEqual({ text: 'hi @ann you', caret: 8 });
});
