import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../client/plain-text.js';
import { MessageBody } from './MessageBody.js';
import { deepOf } from './plain.js';

/** As long as a message may be. */
const LONGEST = 8_000;
const filled = (piece: string) => piece.repeat(LONGEST / piece.length + 1).slice(0, LONGEST);
const shown = (body: string) => renderToStaticMarkup(createElement(MessageBody, { body, mentions: 'ann', me: 'ann' }));

describe('D8 the longest message of nothing but', () => {
  it.each([
    ...['[', '![', '[a](', '[a][', '[^a]', '<a@', 'a@b.', '@ann.', '&#', '\\', '`'],
    ...['_a', '*a **b ', '***a_', '~~a~', '| a\n|-\n', '# \n', '[a]: x\n', '\n> - '],
  ])('%j is shown', (piece) => {
    const body = filled(piece);
    // Deep nesting used to exceed the stack.
    expect(() => shown(body)).not.toThrow();
    expect(plainText(body).length).toBeLessThanOrEqual(body.length);
  });

  it.each(['> ', '>', '1. ', '- ', '* > ', '> 1. '])('%j is shown as it is', (piece) => {
    const body = filled(piece);
    expect(shown(body).replaceAll('&gt;', '>')).toBe(`<p>${body}</p>`);
  });
});

it.each(['>>> a reply to a reply to a reply', '- one\n  - two\n    - three', '-'.repeat(80), '> '.repeat(16)])(
  '%j is not too deep',
  (body) => expect(deepOf(body)).toBeNull(),
);
