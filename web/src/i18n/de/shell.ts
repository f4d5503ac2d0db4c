import type { Translated } from '../catalogue.js';
import type { shell as english } from '../en/shell.js';

export const shell: Translated<typeof english> = {
  'shell.skip': 'Zur Unterhaltung springen',
  'shell.account': 'Konto: {name}',
  'shell.settings': 'Einstellungen',
  'shell.keys': 'Tastenkürzel',
  'shell.conversations': 'Unterhaltungen',
  'shell.resize': 'Breite der Liste',
  'shell.pick': 'Wähle eine Unterhaltung',
  'shell.pickHint': 'Nimm eine aus der Liste, oder beginne eine neue mit einer Person oder einer Gruppe.',
  'shell.startNew': 'Unterhaltung beginnen',
  'shell.details': 'Details',
  'shell.newMessage': '{name} schreibt: {text}',
  'shell.newMessages': { one: '{count} neue Nachricht', other: '{count} neue Nachrichten' },
  'connection.live': 'Live',
  'connection.liveMeans': 'Alles bisher Gesendete ist da. Neue Nachrichten erscheinen von selbst.',
  'connection.connecting': 'Verbindet',
  'connection.connectingMeans':
    'Der Server wird gesucht. Was auf diesem Gerät ist, bleibt lesbar; was du schreibst, bleibt erhalten und wird gesendet.',
  'connection.catchingUp': 'Holt auf',
  'connection.catchingUpMeans': {
    one: 'Verbunden. {done} von {count} Unterhaltung ist aktuell; du kannst weiter lesen und schreiben.',
    other: 'Verbunden. {done} von {count} Unterhaltungen sind aktuell; du kannst weiter lesen und schreiben.',
  },
  'connection.offline': 'Offline',
  'connection.offlineMeans': 'Keine Verbindung seit {since}. Was du schreibst, bleibt erhalten und wird gesendet.',
  'connection.tryNow': 'Jetzt versuchen',
  'connection.status': 'Verbindung: {state}',
};
