import { expect, it } from 'vitest';
import { plainText } from './plain-text.js';

it.each([
  ['See you **tomorrow**', 'See you tomorrow'],
  ['*a* and `b_c` and ~~d~~', 'a and b_c and d'],
  ['[the plan](https://example.org)', 'the plan'],
  ['- one\n- two\n\n> three', 'one two three'],
  ['Look:\n\n```sh\nnpm start\n```\nNice', 'Look: npm start Nice'],
  ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
  ['', ''],
])('shows %j as %j', (body, line) => {
  expect(plainText(body)).toBe(line);
});
