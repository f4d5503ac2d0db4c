import { LIMITS } from '../../contract/index.js';
import { InvalidBody } from '../errors.js';

/** Something a reader sees: more than spaces, controls, invisible characters, combining marks and the blank letters. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;
const LONE_SURROGATE = /\p{Cs}/u;

/** A message's text, kept exactly as given: 1 to 8,000 code points with something visible among them. */
export class MessageBody {
  private constructor(readonly text: string) {}

  static of(text: string): MessageBody {
    checkText(text);
    if (!VISIBLE.test(text)) throw new InvalidBody('visible', 'nothing in it can be seen');
    return new MessageBody(text);
  }
}

/** What holds for a text that is still being written, too. @throws InvalidBody */
export function checkText(text: string): void {
  if (isLonger(text, LIMITS.messageCodePoints))
    throw new InvalidBody('maxLength', `more than ${LIMITS.messageCodePoints} characters`);
  if (LONE_SURROGATE.test(text)) throw new InvalidBody('unicode', 'half a surrogate pair');
  if (text.includes('\u0000')) throw new InvalidBody('characters', 'a NUL character');
}

/** Counts code points only where the number of code units leaves it open. */
export function isLonger(text: string, codePoints: number): boolean {
  if (text.length <= codePoints) return false;
  if (text.length > codePoints * 2) return true;
  let n = 0;
  for (const _ of text) if (++n > codePoints) return true;
  return false;
}
