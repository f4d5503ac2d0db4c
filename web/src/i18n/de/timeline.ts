import type { Translated } from '../catalogue.js';
import type { timeline as english } from '../en/timeline.js';

export const timeline: Translated<typeof english> = {
  'timeline.messages': 'Nachrichten',
  'timeline.empty': 'Hier beginnt es',
  'timeline.emptyHint': 'Schreibe unten die erste Nachricht.',
  'timeline.older': 'Ältere Nachrichten laden',
  'timeline.failedToLoad': 'Die Nachrichten konnten nicht geladen werden',
  'timeline.deleted': 'Diese Nachricht wurde gelöscht.',
  'timeline.edited': 'bearbeitet',
  'timeline.state.queued': 'Wartet auf den Versand',
  'timeline.state.sending': 'Wird gesendet',
  'timeline.state.sent': 'Gesendet',
  'timeline.state.delivered': 'Zugestellt',
  'timeline.state.read': 'Gelesen',
  'timeline.state.failed': 'Nicht gesendet',
  'timeline.discard': 'Löschen',
  'timeline.notice.created': '{name} hat die Unterhaltung begonnen',
  'timeline.notice.added': '{name} hat {other} hinzugefügt',
  'timeline.notice.removed': '{name} hat {other} entfernt',
  'timeline.notice.left': '{name} ist gegangen',
  'timeline.notice.role': '{name} hat die Rolle von {other} geändert',
  'timeline.notice.title': '{name} hat die Gruppe „{title}“ genannt',
  'composer.label': 'Nachricht an {name}',
  'composer.send': 'Senden',
  'composer.keys': '{send} sendet, {newline} beginnt eine neue Zeile',
};
