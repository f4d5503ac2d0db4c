/** The keyboard: one table of keys, and what is made of it. */
export { ariaKeys, capsOf, pressed } from './chord.js';
export { useKey, useKeyboard } from './handlers.js';
export { type Action, type Key, KEYS } from './table.js';
