import type { Translated } from '../catalogue.js';
import type { switcher as english } from '../en/switcher.js';

export const switcher: Translated<typeof english> = {
  'switcher.title': 'Zu einer Unterhaltung gehen',
  'switcher.hint': 'Zu einer Person oder Gruppe gehen',
  'switcher.nothing': 'Niemand und keine Gruppe mit diesem Namen.',
  'switcher.group': 'Gruppe',
  'switcher.new': 'zum ersten Mal schreiben',
};
