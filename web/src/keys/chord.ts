import { type Action, KEYS } from './table.js';

/** What of a keyboard event a chord is compared with. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

interface Chord {
  key: string;
  mod: boolean;
  alt: boolean;
  shift: boolean;
}

export const isApple = (platform: string): boolean => /Mac|iPhone|iPad/.test(platform);
const apple = typeof navigator !== 'undefined' && isApple(navigator.platform);

function parse(chord: string): Chord {
  const parts = chord.split('+');
  return {
    key: parts.at(-1)!.toLowerCase(),
    mod: parts.includes('Mod'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

/** Whether this press is the key of that action. */
export function pressed(action: Action, press: Press, onApple = apple): boolean {
  const chord = parse(KEYS[action].chord);
  // Where a sign lies is the keyboard's business: `?` is Shift+/ here and Shift+ß there.
  const sign = chord.key.length === 1 && !/[a-z]/.test(chord.key);
  return (
    press.key.toLowerCase() === chord.key &&
    (onApple ? press.metaKey : press.ctrlKey) === chord.mod &&
    (onApple ? press.ctrlKey : press.metaKey) === false &&
    press.altKey === chord.alt &&
    (sign || press.shiftKey === chord.shift)
  );
}

/** Whether the key also writes something, so that it must not be taken from somebody who types. */
export const writes = (action: Action): boolean => {
  const chord = parse(KEYS[action].chord);
  return chord.key.length === 1 && !chord.mod && !chord.alt;
};

const SIGNS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };
const APPLE: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };

/** The caps to press, as they are printed on this keyboard: `['Alt', '↑']`. */
export function capsOf(action: Action, onApple = apple): string[] {
  const parts = KEYS[action].chord.split('+');
  return parts.map((part) => (onApple ? APPLE[part] : { Mod: 'Ctrl' }[part]) ?? SIGNS[part] ?? part);
}

/** The value of `aria-keyshortcuts`. */
export const ariaKeys = (action: Action): string => KEYS[action].chord.replace('Mod', apple ? 'Meta' : 'Control');
