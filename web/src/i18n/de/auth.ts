import type { Translated } from '../catalogue.js';
import type { auth as english } from '../en/auth.js';

export const auth: Translated<typeof english> = {
  'auth.signIn': 'Anmelden',
  'auth.signInTitle': 'Willkommen',
  'auth.signInHint': 'Melde dich bei {host} an.',
  'auth.register': 'Konto anlegen',
  'auth.registerTitle': 'Lege dein Konto an',
  'auth.registerHint': 'Auf {host}.',
  'auth.firstHint': 'Das erste auf {host}: Es verwaltet den Server.',
  'auth.username': 'Benutzername',
  'auth.usernameHint': '{min} bis {max} Buchstaben, Ziffern, Punkte, Striche. Damit findet man dich.',
  'auth.displayName': 'Name',
  'auth.displayNameHint': 'So sehen dich andere. Du kannst ihn später ändern.',
  'auth.password': 'Passwort',
  'auth.passwordHint': 'Mindestens {min} Zeichen. Ein paar zufällige Wörter sind gut.',
  'auth.showPassword': 'Passwort zeigen',
  'auth.hidePassword': 'Passwort verbergen',
  'auth.noAccount': 'Noch kein Konto?',
  'auth.haveAccount': 'Schon ein Konto?',
  'auth.signOut': 'Abmelden',
  'auth.ended': 'Deine Sitzung ist beendet. Melde dich neu an; was du geschrieben hast, bleibt erhalten.',
};
