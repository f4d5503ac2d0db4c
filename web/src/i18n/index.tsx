/**
 * Words and dates in the user's language. Keys and their values are typed by the English catalogue; a key that a language
 * lacks, or a value that a message needs, is a type error. `dir` and `lang` of the page follow the language.
 */
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo } from 'react';
import type { Catalogue } from './catalogue.js';
import { en } from './en/index.js';
import { type Format, formatter } from './format.js';
import { type Locale, LOCALES, regional } from './locale.js';
import { dayOf, useToday } from './today.js';
import { type Translate, translator } from './translate.js';

export type { PlainKey } from './catalogue.js';
export { loadCatalogue, type Locale, LOCALES, preferredLocale } from './locale.js';
export type { Translate } from './translate.js';

interface Language {
  t: Translate;
  format: Format;
}

const LanguageContext = createContext<Language>({
  t: translator('en', en),
  format: formatter('en', dayOf(Date.now())),
});

export function LanguageProvider(props: { locale: Locale; catalogue: Catalogue; children: ReactNode }) {
  const { locale, catalogue, children } = props;
  const today = useToday();
  const t = useMemo(() => translator(locale, catalogue), [locale, catalogue]);
  // What was today is yesterday after midnight, on lines that nothing else renders again.
  const format = useMemo(() => formatter(regional(locale, navigator.languages), today), [locale, today]);
  const language = useMemo(() => ({ t, format }), [t, format]);
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = LOCALES[locale].direction;
  }, [locale]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** The function that words messages: `const t = useT(); t('common.close')`. */
export const useT = (): Translate => useContext(LanguageContext).t;

export const useFormat = (): Format => useContext(LanguageContext).format;

/** What a refusal means, by its stable code; the server's own words where no better ones are known. */
export function wordError(t: Translate, error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const key = `errors.${code}`;
  return key in en ? t(key as 'errors.client.network') : (message ?? String(error));
}
