import { type ComponentProps, useEffect, useState } from 'react';
import { type LanguageProvider, loadCatalogue } from '../i18n/index.js';
import { usePreferences } from '../preferences/index.js';

type Language = Pick<ComponentProps<typeof LanguageProvider>, 'locale' | 'catalogue'>;
export type Catalogue = Language['catalogue'];

/** The chosen language and its words; another one takes effect when its words are here. */
export function useCatalogue(first: Catalogue): Language {
  const locale = usePreferences((state) => state.locale);
  const [language, setLanguage] = useState<Language>({ locale, catalogue: first });
  useEffect(() => {
    if (locale === language.locale) return;
    let wanted = true;
    // Offline the words may not be had; the language then stays as it is.
    loadCatalogue(locale).then(
      (catalogue) => wanted && setLanguage({ locale, catalogue }),
      () => undefined,
    );
    return () => void (wanted = false);
  }, [locale, language.locale]);
  return language;
}
