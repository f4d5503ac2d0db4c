import { expect, it } from 'vitest';
import type { Catalogue } from './catalogue.js';
import { de } from './de/index.js';
import { en } from './en/index.js';
import { formatter } from './format.js';
import { preferredLocale } from './locale.js';
import { translator } from './translate.js';

it('fills in values and chooses the plural form of the language', () => {
  const t = translator('en', en);
  expect(t('conversations.lineFrom', { name: 'Ann', text: 'hello' })).toBe('Ann: hello');
  expect(t('conversations.unread', { count: 1 })).toBe('1 unread message');
  expect(t('conversations.unread', { count: 1200 })).toBe('1,200 unread messages');
  expect(translator('de', de)('conversations.unread', { count: 1200 })).toBe('1.200 ungelesene Nachrichten');
});

it('leaves what looks like a name in a value alone', () => {
  expect(translator('en', en)('conversations.lineFrom', { name: '{text}', text: '$& {name}' })).toBe(
    '{text}: $& {name}',
  );
});

const names = (message: Catalogue[keyof Catalogue]): string[] => {
  const text = typeof message === 'string' ? message : message.other;
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
};

it.each(Object.entries(de))('%s takes the same values in every language', (key, message) => {
  expect(names(message)).toEqual(names(en[key as keyof Catalogue]));
});

it('writes a time as short as it can be understood', () => {
  const format = formatter('en-GB', () => Date.parse('2026-11-26T12:00:00'));
  expect(format.short('2026-11-26T08:05:00')).toBe('08:05');
  expect(format.short('2026-11-24T08:05:00')).toBe('Tue');
  expect(format.short('2026-11-19T08:05:00')).toBe('19/11/26');
});

it('takes the first language of the browser that there is', () => {
  expect(preferredLocale(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferredLocale(['fr'])).toBe('en');
});
