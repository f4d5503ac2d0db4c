import { LIMITS } from '../../contract/index.js';
import { InvalidUsername } from '../errors.js';

/** Letters, digits and marks of any script, `.`, `_`, `-`; no dot at the end, where a mention would lose it. */
const FORM = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*(?<!\.)$/u;

/** The one spelling a username is stored and compared in: compatibility forms folded (NFKC), then case. */
export function foldUsername(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

/** @throws InvalidUsername. Whether the name is free, reserved or a twin of another is for the use case to ask. */
export function parseUsername(text: string): string {
  const name = foldUsername(text);
  const length = [...name].length;
  if (length < LIMITS.usernameMin || length > LIMITS.usernameMax) {
    throw new InvalidUsername(`A username has ${LIMITS.usernameMin} to ${LIMITS.usernameMax} characters`);
  }
  if (!FORM.test(name)) {
    throw new InvalidUsername(
      'A username has letters, digits, ".", "_" and "-", begins with none of ".-" and ends without a dot',
    );
  }
  if (/\p{M}{3}/u.test(name)) throw new InvalidUsername('A username has no pile of combining marks');
  return name;
}
