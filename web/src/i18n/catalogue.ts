import type { en } from './en/index.js';

/** One form per plural category of the language (`Intl.PluralRules`); `{count}` chooses among them. */
type Plural = { readonly [category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & {
  readonly other: string;
};
export type Message = string | Plural;

/** The English messages are the list of all there are; every other language has exactly these keys. */
type English = typeof en;
export type MessageKey = keyof English;
/** A catalogue (or one area of it) in another language. */
export type Translated<C> = { readonly [K in keyof C]: C[K] extends string ? string : Plural };
export type Catalogue = Translated<English>;

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type NamesOf<M> = M extends string ? Names<M> : M extends { other: infer S } ? Names<S> | 'count' : never;

/** What must be given with a message: every `{name}` in its English text, `count` as a number. */
type Values<K extends MessageKey> = {
  [N in NamesOf<English[K]>]: N extends 'count' ? number : string | number;
};
/** The messages that take nothing, for tables of them. */
export type PlainKey = { [K in MessageKey]: [NamesOf<English[K]>] extends [never] ? K : never }[MessageKey];
/** Nothing at all where a message takes nothing. */
export type Arguments<K extends MessageKey> = [NamesOf<English[K]>] extends [never] ? [] : [values: Values<K>];
