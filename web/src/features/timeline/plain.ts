/**
 * Whatever may begin something in CommonMark or GitHub's extensions of it: marks within a line, an address, the start of a
 * heading, list, quote or code, a second line. Rather too much than too little.
 */
const MARKED = /[\\`*_~[\]<>|&@\n\r\t]|:\/\/|mailto:|xmpp:|www\.|^[\s\d+=#-]/i;

/** Marks of quotes and lists that begin one line, one inside the other. */
const DEEP = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){17}/m;

/**
 * The text as it is where more than 16 quotes and lists stand inside each other. Nobody writes that, and a message of
 * thousands of them keeps the parser busy for many seconds and then exceeds the stack.
 */
export const deepOf = (body: string): string | null => (DEEP.test(body) ? body : null);

/**
 * The text of the one paragraph that Markdown would make of this, where it is certain to make no more of it; else null.
 * Most of what people write needs no parser, and the parser is what costs most of showing it.
 */
export const plainOf = (body: string): string | null => (MARKED.test(body) ? null : body.replace(/ +$/, ''));
