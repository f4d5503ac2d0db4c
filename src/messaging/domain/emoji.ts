import { LIMITS } from '../../contract/index.js';
import { InvalidEmoji } from '../errors.js';
import { isLonger } from './message-body.js';

const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Z}]/u;
const VISIBLE = /[^\p{Z}\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;

/** What a reaction shows: 1 to 16 code points without spaces and controls, compared code point by code point. */
export class Emoji {
  private constructor(readonly value: string) {}

  static of(value: string): Emoji {
    const most = LIMITS.emojiCodePoints;
    if (isLonger(value, most)) throw new InvalidEmoji('maxLength', `more than ${most} characters`);
    if (FORBIDDEN.test(value)) throw new InvalidEmoji('characters', 'spaces or control characters');
    if (!VISIBLE.test(value)) throw new InvalidEmoji('visible', 'nothing in it can be seen');
    return new Emoji(value);
  }
}
