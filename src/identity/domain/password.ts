import { LIMITS } from '../../contract/index.js';
import { WeakPassword } from '../errors.js';

const PRODUCT = 'parley';

/**
 * The rules a new password has to meet besides not being a common one. Length counts code points; nothing is normalised or
 * cut, so what is typed later must be exactly this.
 *
 * @throws WeakPassword
 */
export function checkPassword(password: string, username: string): void {
  if (/\p{Cs}/u.test(password)) throw new WeakPassword('A password is well-formed text');
  const length = [...password].length;
  if (length < LIMITS.passwordMin || length > LIMITS.passwordMax) {
    throw new WeakPassword(`A password has ${LIMITS.passwordMin} to ${LIMITS.passwordMax} characters`);
  }
  const folded = password.toLowerCase();
  if (isMostly(folded, PRODUCT)) throw new WeakPassword('The name of the product is no password');
  if (isMostly(folded, username)) throw new WeakPassword('Your username is no password');
  if (new Set(password).size < 4) throw new WeakPassword('A password has at least four different characters');
}

/** The word, repeated or with up to four characters around it. */
function isMostly(password: string, word: string): boolean {
  return password.includes(word) && password.replaceAll(word, '').length <= 4;
}
