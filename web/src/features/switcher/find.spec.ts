import { expect, it } from 'vitest';
import { find, type Place } from './find.js';

const place = (name: string, rest: Partial<Place> = {}): Place => ({
  id: name,
  name,
  unread: { messages: 0, mentions: 0 },
  lastActivityAt: '2026-11-26T10:00:00.000Z',
  ...rest,
});
const names = (places: Place[]) => places.map(({ name }) => name);

const PLACES = [
  place('Harbour works'),
  place('Bob Bristol', { username: 'bob-1', lastActivityAt: '2026-11-26T11:00:00.000Z' }),
  place('Harbour masters', { unread: { messages: 2, mentions: 0 } }),
  place('Elif Yılmaz', { username: 'elif', unread: { messages: 1, mentions: 1 } }),
];

it('puts what is unread first, mentions before all, then the last active', () => {
  expect(names(find(PLACES, ' '))).toEqual(['Elif Yılmaz', 'Harbour masters', 'Bob Bristol', 'Harbour works']);
});

it('finds by letters in between, by a username, and unread first among equals', () => {
  expect(names(find(PLACES, 'hrbwk'))).toEqual(['Harbour works']);
  expect(names(find(PLACES, 'harb'))).toEqual(['Harbour masters', 'Harbour works']);
  expect(names(find(PLACES, '@bob-1'))).toEqual(['Bob Bristol']);
  expect(find(PLACES, 'zzz')).toEqual([]);
});

it('prefers the better fit to what is unread', () => {
  const places = [place('Masters', { unread: { messages: 9, mentions: 0 } }), place('Ast')];
  expect(names(find(places, 'ast'))).toEqual(['Ast', 'Masters']);
});
