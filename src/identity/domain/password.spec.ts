import { describe, expect, it } from 'vitest';
import { refuseCommonPassword } from '../credentials/common-passwords.js';
import { WeakPassword } from '../errors.js';
import { checkPassword } from './password.js';

const check = (password: string) => {
  checkPassword(password, 'gertrude');
  refuseCommonPassword(password);
};

describe('a password', () => {
  it.each([
    ['of eight characters', 'xk3!Wq9z'],
    ['of 256 characters', 'aB3$'.repeat(64)],
    ['of eight emoji', '😀🎉🐙🍰🚲🎻🧭🪁'],
    ['in any script', 'очень длинный пароль'],
    ['with the username in a longer sentence', 'gertrude eats a green apple'],
  ])('%s is taken', (_, password) => {
    expect(() => check(password)).not.toThrow();
  });

  it.each([
    ['seven characters', 'xk3!Wq9'],
    ['seven characters that are more in UTF-16', '😀🎉🐙🍰🚲🎻🧭'],
    ['257 characters', 'aB3$'.repeat(64) + 'x'],
    ['a lone surrogate', 'xk3!Wq9z\uD800'],
    ['one of the list', 'password'],
    ['one of the list in capitals', 'SUNSHINE'],
    ['one of the list with a digit behind', 'sunshine1!'],
    ['the product', 'parley123'],
    ['the product twice', 'ParleyParley'],
    ['the username', 'Gertrude'],
    ['the username and a year', 'gertrude2026'],
    ['one character again and again', 'aaaaaaaaaaaa'],
  ])('is refused: %s', (_, password) => {
    expect(() => check(password)).toThrow(WeakPassword);
  });
});
