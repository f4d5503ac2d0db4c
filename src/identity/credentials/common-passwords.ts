import common from '@zxcvbn-ts/language-common';
import { LIMITS } from '../../contract/index.js';
import { WeakPassword } from '../errors.js';

const COMMON: ReadonlySet<string> = new Set(
  common.dictionary['passwords-common'].filter((word) => word.length >= LIMITS.passwordMin - 2),
);

/**
 * Refuses what attackers try first: the list itself, whatever its case, and its words with a digit or sign or two behind.
 *
 * @throws WeakPassword
 */
export function refuseCommonPassword(password: string): void {
  const folded = password.toLowerCase();
  if (COMMON.has(folded) || COMMON.has(folded.replace(/[\d\W_]{1,2}$/u, ''))) {
    throw new WeakPassword('This password is among the first that anybody would try');
  }
}
