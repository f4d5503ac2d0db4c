import type { Translated } from '../catalogue.js';
import type { common as english } from '../en/common.js';

export const common: Translated<typeof english> = {
  'common.name': 'Parley',
  'common.close': 'Schließen',
  'common.back': 'Zurück',
  'common.cancel': 'Abbrechen',
  'common.retry': 'Erneut versuchen',
  'common.loading': 'Wird geladen',
  'common.you': 'Du',
  'common.unknownUser': 'Unbekannt',
  'common.online': 'Online',
  'common.away': 'Abwesend',
  'common.offline': 'Offline',
  'common.unknown': 'Gerade nicht bekannt',
  'common.unreadTitle': '({count}) Parley',
  'common.newVersion': 'Ein neueres Parley steht bereit.',
  'common.reload': 'Neu laden',
  'common.notFound': 'Unter dieser Adresse ist nichts',
  'common.notFoundHint': 'Vielleicht ist der Link falsch geschrieben, oder du bist dort nicht Mitglied.',
  'common.home': 'Zu deinen Unterhaltungen',
  'common.crashed': 'Diese Ansicht funktioniert nicht mehr',
  'common.crashedHint': 'Nichts Gesendetes ist verloren. Nach dem Neuladen ist alles wieder da.',
};
