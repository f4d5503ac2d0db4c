import type { Arguments, Catalogue, Message, MessageKey } from './catalogue.js';

export type Translate = <K extends MessageKey>(key: K, ...values: Arguments<K>) => string;

/** Makes the function that words messages in one language. Numbers are written as the language writes them. */
export function translator(locale: string, catalogue: Catalogue): Translate {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const form = (message: Message, count: unknown): string =>
    typeof message === 'string' ? message : (message[plural.select(Number(count))] ?? message.other);
  return (key, ...rest) => {
    const values: Record<string, string | number> = rest[0] ?? {};
    return form(catalogue[key], values['count']).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? number.format(value) : (value ?? whole);
    });
  };
}
