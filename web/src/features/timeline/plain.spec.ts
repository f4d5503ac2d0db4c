import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { expect, it } from 'vitest';
import { plainOf } from './plain.js';

const marked = (body: string) => renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm] }, body));
const plain = (body: string) => renderToStaticMarkup(createElement('p', null, body));

/** Pieces that mean something to Markdown somewhere, and some that never do. */
const PIECES = [
  ...'*_`~[]()<>|&#-+=!:.@\\"\'/^{}$\n\t 1a',
  ...[
    '  ',
    '://',
    'http',
    'https://a.b',
    'www.',
    'www.a.de',
    'mailto:',
    'xmpp:a@b',
    'a@b.de',
    '1. ',
    '# ',
    '- ',
    '> ',
    '---',
  ],
  ...['&amp;', ':-)', 'word', 'Grüße', '😀', '\u00a0', '\u200f', '![', '](', 'http:', '<b>', '**', '    '],
];

it('takes for plain only what Markdown leaves as it is', () => {
  let seed = 7;
  const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  let tried = 0;
  for (let count = 0; count < 6_000; count += 1) {
    const body = Array.from({ length: 1 + draw(6) }, () => PIECES[draw(PIECES.length)]).join('');
    const text = plainOf(body);
    if (text === null) continue;
    tried += 1;
    expect(marked(body), JSON.stringify(body)).toBe(plain(text));
  }
  expect(tried).toBeGreaterThan(300);
});

it.each(['See you at 5: the usual place (#pier).', "ann: it's done - really!", 'Grüße 😀'])('%s is plain', (body) => {
  expect(plainOf(body)).toBe(body);
});
