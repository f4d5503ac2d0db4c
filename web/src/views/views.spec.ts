import { expect, it } from 'vitest';
import { safeNext, signInFrom } from './index.js';

const ORIGIN = 'https://chat.example.org';

it.each([
  ['/c/1/7?dialog=new', '/c/1/7?dialog=new'],
  [null, '/'],
  ['', '/'],
  ['https://evil.example', '/'],
  ['//evil.example/c/1', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('after signing in, %j leads to %s', (next, path) => {
  expect(safeNext(next, ORIGIN)).toBe(path);
});

it('comes back to where one was sent away from', () => {
  const sent = new URL(signInFrom('/c/1/7?a=b'), ORIGIN);
  expect(safeNext(sent.searchParams.get('next'), ORIGIN)).toBe('/c/1/7?a=b');
  expect(signInFrom('/')).toBe('/sign-in');
});
