import type { Translated } from '../catalogue.js';
import type { errors as english } from '../en/errors.js';

export const errors: Translated<typeof english> = {
  'errors.client.network': 'Der Server ist nicht erreichbar. Prüfe die Verbindung und versuche es erneut.',
  'errors.client.timeout': 'Der Server hat nicht rechtzeitig geantwortet. Versuche es erneut.',
  'errors.client.offline': 'Du bist offline. Versuche es erneut, wenn die Verbindung zurück ist.',
  'errors.identity.invalid_credentials': 'Benutzername oder Passwort ist falsch.',
  'errors.identity.username_taken': 'Dieser oder ein zum Verwechseln ähnlicher Benutzername ist vergeben.',
  'errors.identity.username_reserved': 'Dieser Benutzername ist reserviert. Wähle einen anderen.',
  'errors.identity.invalid_username': 'Dieser Benutzername ist nicht möglich.',
  'errors.identity.weak_password': 'Dieses Passwort ist zu leicht zu erraten.',
  'errors.identity.registration_closed': 'Dieser Server nimmt keine neuen Konten an. Frage, wer ihn verwaltet.',
  'errors.identity.account_disabled': 'Dieses Konto wurde von der Verwaltung gesperrt.',
  'errors.platform.rate_limited': 'Zu viele Versuche. Warte eine Minute und versuche es erneut.',
  'errors.platform.unavailable': 'Der Server ist gerade nicht bereit; nichts wurde geändert. Versuche es erneut.',
  'errors.platform.overloaded': 'Der Server ist sehr beschäftigt; nichts wurde geändert. Versuche es erneut.',
  'errors.messaging.conversation_not_found': 'Diese Unterhaltung gibt es nicht, oder du bist nicht Mitglied.',
  'errors.groups.not_found': 'Diese Unterhaltung gibt es nicht, oder du bist nicht Mitglied.',
  'errors.groups.no_such_member': 'Diese Person ist nicht mehr Mitglied.',
  'errors.groups.not_allowed': 'Deine Rolle in dieser Gruppe erlaubt das nicht; nichts wurde geändert.',
  'errors.groups.last_owner': 'Eine Gruppe braucht jemanden, der sie besitzt. Gib den Besitz zuerst weiter.',
  'errors.groups.too_many_members': 'Für so viele ist in dieser Gruppe kein Platz; niemand wurde hinzugefügt.',
  'errors.groups.too_many_groups':
    'So viele eigene Gruppen kann niemand anlegen; nichts wurde geändert. Erst muss eine davon abgegeben werden.',
  'errors.groups.invalid_title': 'Dieser Titel ist nicht möglich.',
  'errors.identity.invalid_display_name': 'Dieser Name ist nicht möglich.',
  'errors.identity.wrong_password': 'Das jetzige Passwort ist falsch; nichts wurde geändert.',
  'errors.identity.session_not_found': 'Diese Sitzung ist schon beendet.',
  'errors.identity.user_not_found': 'Dieses Konto gibt es nicht.',
  'errors.platform.forbidden': 'Das darf nur die Verwaltung; es wurde nichts geändert.',
  'errors.platform.not_found': 'Das gibt es nicht mehr; es wurde nichts geändert.',
};
