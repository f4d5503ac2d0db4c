/** What this device's user prefers of the view; kept in the browser, told to nobody. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type Locale, preferredLocale } from '../i18n/index.js';

export type Density = 'comfortable' | 'compact';

interface Preferences {
  locale: Locale;
  density: Density;
  /** Of the conversation list, in CSS pixels. */
  listWidth: number;
}

export const LIST_WIDTH = { min: 260, max: 320, usual: 300 } as const;

export const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      locale: preferredLocale(navigator.languages),
      density: 'comfortable',
      listWidth: LIST_WIDTH.usual,
    }),
    { name: 'parley-preferences', version: 1 },
  ),
);

export function setPreferences(changed: Partial<Preferences>): void {
  usePreferences.setState(changed);
}
