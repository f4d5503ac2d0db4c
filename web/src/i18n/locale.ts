import type { Catalogue } from './catalogue.js';
import { en } from './en/index.js';

/** Every language there is, with its own name and the direction it is written in. */
export const LOCALES = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
} as const;
export type Locale = keyof typeof LOCALES;

/** English comes with the first script, the others when they are asked for. */
const LOADERS: Record<Locale, () => Promise<Catalogue>> = {
  en: async () => en,
  de: async () => (await import('./de/index.js')).de,
};

export const loadCatalogue = (locale: Locale): Promise<Catalogue> => LOADERS[locale]();

/** The language as it is used where the user is, as far as the browser tells: times are written otherwise in en-GB. */
export function regional(locale: Locale, languages: readonly string[]): string {
  return languages.find((tag) => tag.split('-')[0] === locale) ?? locale;
}

/** The first of the browser's languages that there is, else English. */
export function preferredLocale(languages: readonly string[]): Locale {
  const wanted = languages.map((tag) => tag.split('-')[0]!.toLowerCase());
  return wanted.find((tag): tag is Locale => tag in LOCALES) ?? 'en';
}
