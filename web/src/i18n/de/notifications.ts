import type { Translated } from '../catalogue.js';
import type { notifications as english } from '../en/notifications.js';

export const notifications: Translated<typeof english> = {
  'notifications.title': 'Benachrichtigungen',
  'notifications.unread': {
    one: '{count} ungelesene Benachrichtigung',
    other: '{count} ungelesene Benachrichtigungen',
  },
  'notifications.isUnread': 'Ungelesen:',
  'notifications.empty': 'Nichts braucht deine Aufmerksamkeit',
  'notifications.emptyHint': 'Wenn dich jemand erwähnt, dir schreibt oder dich in eine Gruppe holt, erscheint es hier.',
  'notifications.readAll': 'Alle als gelesen markieren',
  'notifications.read': 'Als gelesen markieren',
  'notifications.more': 'Ältere Benachrichtigungen laden',
  'notifications.mention': '{name} hat dich in {title} erwähnt',
  'notifications.direct': '{name} hat dir geschrieben',
  'notifications.invitation': '{name} hat dich zu {title} hinzugefügt',
};
