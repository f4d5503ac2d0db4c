import { expect, it } from 'vitest';
import type { Catalogue } from './catalogue.js';
import { de } from './de/index.js';
import { en } from './en/index.js';
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

it('takes the first language of the browser that there is', () => {
  expect(preferredLocale(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferredLocale(['fr'])).toBe('en');
});
