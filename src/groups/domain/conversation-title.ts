import { LIMITS } from '../../contract/index.js';
import { InvalidTitle } from '../errors.js';

/** Control characters, lone surrogates, line separators, and the marks that turn the reading direction of what follows. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Something a reader sees: more than spaces, invisible characters, combining marks and the blank letters. */
const VISIBLE = /[^\p{Z}\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;

/** A group's title, kept exactly as given: 1 to 120 code points on one line, with something visible in it. */
export class ConversationTitle {
  private constructor(readonly value: string) {}

  static of(text: string): ConversationTitle {
    const most = LIMITS.titleCodePoints;
    if ([...text].length > most) throw new InvalidTitle('maxLength', `more than ${most} characters`);
    if (FORBIDDEN.test(text)) throw new InvalidTitle('characters', 'control or direction characters');
    if (!VISIBLE.test(text)) throw new InvalidTitle('visible', 'nothing in it can be seen');
    return new ConversationTitle(text);
  }
}
