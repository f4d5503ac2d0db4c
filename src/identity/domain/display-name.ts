import { LIMITS } from '../../contract/index.js';
import { InvalidDisplayName } from '../errors.js';

const MOST_BYTES = LIMITS.displayNameCodePoints * 8;
/** Control characters, halves of surrogate pairs and everything that turns the direction of writing around. */
const UNSAFE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2028\u2029\u2066-\u2069\uFEFF]/gu;
/** A name of nothing but these would be invisible. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * One line of text as people will see it: NFC, without control and direction characters, single blanks. What is stored is
 * what every later read answers.
 */
export function cleanLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').replace(UNSAFE, '').replace(/ {2,}/g, ' ').trim();
}

/** @throws InvalidDisplayName */
export function parseDisplayName(text: string): string {
  if (/[\p{Cs}\0]/u.test(text)) throw new InvalidDisplayName('A display name is well-formed text');
  const name = cleanLine(text);
  if (!VISIBLE.test(name)) throw new InvalidDisplayName('A display name shows at least one character');
  if ([...name].length > LIMITS.displayNameCodePoints || Buffer.byteLength(name) > MOST_BYTES) {
    throw new InvalidDisplayName(`A display name has at most ${LIMITS.displayNameCodePoints} characters`);
  }
  if (/\p{M}{5}/u.test(name)) throw new InvalidDisplayName('A display name has no pile of combining marks');
  return name;
}
