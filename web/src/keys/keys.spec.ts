import { expect, it } from 'vitest';
import { capsOf, type Press, pressed, writes } from './chord.js';
import { type Action, KEYS } from './table.js';

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

it('knows a chord from its neighbours', () => {
  const up = press('ArrowUp', { altKey: true });
  expect(pressed('conversation.previous', up, false)).toBe(true);
  expect(pressed('conversation.previous', { ...up, shiftKey: true }, false)).toBe(false);
  expect(pressed('conversation.previousUnread', { ...up, shiftKey: true }, false)).toBe(true);
  expect(pressed('conversation.previous', { ...up, ctrlKey: true }, false)).toBe(false);
});

it('takes a sign wherever the keyboard has it', () => {
  expect(pressed('help.keys', press('?', { shiftKey: true }), false)).toBe(true);
  expect(pressed('conversations.filter', press('/', { shiftKey: true }), false)).toBe(true);
});

it('leaves letters and signs to somebody who types', () => {
  expect(writes('conversations.new')).toBe(true);
  expect(writes('conversation.next')).toBe(false);
  expect(writes('panel.close')).toBe(false);
});

it('names the caps of the keyboard at hand', () => {
  expect(capsOf('conversation.nextUnread', false)).toEqual(['Alt', 'Shift', '↓']);
  expect(capsOf('conversation.nextUnread', true)).toEqual(['⌥', '⇧', '↓']);
});

it('gives no chord twice', () => {
  const chords = Object.values(KEYS).map((key) => key.chord);
  expect(new Set(chords).size).toBe(chords.length);
});

const sources = Object.entries(
  import.meta.glob<string>(['../**/*.{ts,tsx}', '!./*'], { query: '?raw', import: 'default', eager: true }),
);

it.each(Object.keys(KEYS) as Action[])('%s is handled by somebody: the help page promises it', (action) => {
  const uses = new RegExp(`(?:useKey|pressed)\\('${action}'`);
  expect(sources.some(([, source]) => uses.test(source))).toBe(true);
});
