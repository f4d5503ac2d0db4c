import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../client/plain-text.js';
import { MessageBody } from './MessageBody.js';
import { deepOf } from './plain.js';

/** As long as a message may be. */
const LONGEST = 8_000;
/** Long enough to tell a square from a line, and not a second for each on a machine that is busy. */
const LONG = LONGEST / 2;
const filled = (piece: string, length: number) => piece.repeat(length / piece.length + 1).slice(0, length);
const shown = (body: string) => renderToStaticMarkup(createElement(MessageBody, { body, mentions: 'ann', me: 'ann' }));
function msOf(body: string): number {
  const start = performance.now();
  shown(body);
  plainText(body);
  return performance.now() - start;
}

let ordinary = 0;
beforeAll(() => {
  const body = filled('**bold** _it_ [x](http://a.b) `c` ', LONG);
  // The first time everything is compiled.
  ordinary = Math.max(msOf(body), msOf(body));
});

describe('D8 a long message of nothing but', () => {
  /** A parser that goes back for each mark takes hundreds of times as long as for ordinary text; this one a few times. */
  it.each([
    ...['[', '![', '[a](', '[a][', '[^a]', '<a@', 'a@b.', '@ann.', '&#', '\\', '`'],
    ...['_a', '*a **b ', '***a_', '~~a~', '| a\n|-\n', '# \n', '[a]: x\n'],
    ...['> ', '>', '- ', '1. ', '> 1. ', '\n> - '],
  ])('%j is shown in a time like that of ordinary text', (piece) => {
    expect(msOf(filled(piece, LONG))).toBeLessThan(ordinary * 20 + 1_000);
  });

  it.each(['> ', '1. ', '* > '])('%j is shown as it is', (piece) => {
    const body = filled(piece, LONGEST);
    expect(shown(body).replaceAll('&gt;', '>')).toBe(`<p>${body}</p>`);
  });
});

it.each(['>>> a reply to a reply to a reply', '- one\n  - two\n    - three', '-'.repeat(80), '> '.repeat(16)])(
  '%j is not too deep',
  (body) => expect(deepOf(body)).toBeNull(),
);
