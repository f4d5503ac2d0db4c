import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newId } from '../../shared/ids.js';
import { RefreshTokens } from './refresh-tokens.js';

const tokens = new RefreshTokens(randomBytes(32));

describe('a refresh token', () => {
  it('is read back as it was written', () => {
    const token = tokens.first(newId());
    expect(tokens.parse(tokens.format(token))).toEqual(token);
  });

  it('has one successor, whoever derives it, which is not the token', () => {
    const key = randomBytes(32);
    const token = tokens.first(newId());
    const [a, b] = [new RefreshTokens(key), new RefreshTokens(key)];
    expect(a.format(a.successorOf(token))).toBe(b.format(b.successorOf(token)));
    expect(a.format(a.successorOf(token))).not.toBe(a.format(token));
    expect(tokens.format(tokens.successorOf(token))).not.toBe(a.format(a.successorOf(token)));
  });

  it('is refused with any character changed, cut, lengthened, or of another deployment', () => {
    const text = tokens.format(tokens.first(newId()));
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let i = 0; i < text.length; i++) {
      const other = alphabet[(alphabet.indexOf(text[i]!) + 1) % 64]!;
      expect(tokens.parse(text.slice(0, i) + other + text.slice(i + 1)), `at ${i}`).toBeNull();
    }
    for (const wrong of ['', 'prt_', text.slice(0, -1), `${text}A`, `${text}=`, ` ${text}`, text.slice(4)]) {
      expect(tokens.parse(wrong)).toBeNull();
    }
    expect(new RefreshTokens(randomBytes(32)).parse(text)).toBeNull();
  });
});
