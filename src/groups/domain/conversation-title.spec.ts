import { describe, expect, it } from 'vitest';
import { ConversationTitle } from './conversation-title.js';

describe('a title', () => {
  it.each(['Tea', ' spaced out ', '👩‍👩‍👧', 'كتاب', '\u{20BB7}'.repeat(120), '<b>&amp;</b>', "'; DROP TABLE members; --"])(
    'is kept byte for byte: %j',
    (text) => expect(ConversationTitle.of(text).value).toBe(text),
  );

  it.each([
    ['maxLength', 'x'.repeat(121)],
    ['visible', ''],
    ['visible', '   '],
    ['visible', '\u200b\u200d\ufeff'],
    ['visible', '\u3164'],
    ['visible', '\u0301\u0301'],
    ['characters', 'a\u0000b'],
    ['characters', 'a\nb'],
    ['characters', 'a\u001b[31m'],
    ['characters', 'a\u202egnp.exe'],
    ['characters', 'a\ud800'],
  ])('is refused (%s): %j', (rule, text) => {
    expect(() => ConversationTitle.of(text)).toThrow(
      expect.objectContaining({ code: 'groups.invalid_title', errors: [expect.objectContaining({ rule })] }),
    );
  });
});
