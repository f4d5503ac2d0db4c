import type { PlainKey } from '../i18n/index.js';

/**
 * Every key of the app, once. The table drives what is handled (`useKey`, `pressed`), what tooltips and buttons say, and the
 * help page. `Mod` is Ctrl, on Apple's keyboards ⌘. A letter or sign without `Mod` or `Alt` works outside of text fields only.
 */
export interface Key {
  chord: string;
  label: PlainKey;
  group: 'navigate' | 'conversation' | 'help';
}

const table = {
  'switcher.open': { chord: 'Mod+K', label: 'keys.switcher', group: 'navigate' },
  'conversation.previous': { chord: 'Alt+ArrowUp', label: 'keys.previous', group: 'navigate' },
  'conversation.next': { chord: 'Alt+ArrowDown', label: 'keys.next', group: 'navigate' },
  'conversation.previousUnread': { chord: 'Alt+Shift+ArrowUp', label: 'keys.previousUnread', group: 'navigate' },
  'conversation.nextUnread': { chord: 'Alt+Shift+ArrowDown', label: 'keys.nextUnread', group: 'navigate' },
  'conversations.filter': { chord: '/', label: 'keys.filter', group: 'navigate' },
  'conversations.new': { chord: 'N', label: 'keys.new', group: 'navigate' },
  'panel.close': { chord: 'Escape', label: 'keys.closePanel', group: 'conversation' },
  'message.previous': { chord: 'K', label: 'keys.previousMessage', group: 'conversation' },
  'message.next': { chord: 'J', label: 'keys.nextMessage', group: 'conversation' },
  'message.reply': { chord: 'R', label: 'keys.reply', group: 'conversation' },
  'message.react': { chord: 'E', label: 'keys.react', group: 'conversation' },
  'composer.editLast': { chord: 'ArrowUp', label: 'keys.editLast', group: 'conversation' },
  'composer.send': { chord: 'Enter', label: 'keys.send', group: 'conversation' },
  'composer.newline': { chord: 'Shift+Enter', label: 'keys.newline', group: 'conversation' },
  'help.keys': { chord: '?', label: 'keys.help', group: 'help' },
} as const satisfies Record<string, Key>;

export type Action = keyof typeof table;
export const KEYS: Readonly<Record<Action, Key>> = table;
