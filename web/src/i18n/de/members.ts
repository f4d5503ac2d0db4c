import type { Translated } from '../catalogue.js';
import type { members as english } from '../en/members.js';

export const members: Translated<typeof english> = {
  'members.title': 'Mitglieder',
  'members.owner': 'Besitz',
  'members.admin': 'Verwaltung',
  'members.member': 'Mitglied',
  'members.you': '{name} (du)',
  'members.add': 'Personen hinzufügen',
  'members.addConfirm': 'Hinzufügen',
  'members.rename': 'Gruppe umbenennen',
  'members.renameConfirm': 'Umbenennen',
  'members.leave': 'Gruppe verlassen',
  'members.leaveTitle': '„{title}“ verlassen?',
  'members.leaveHint': 'Du bekommst keine Nachrichten mehr daraus, und nur wer darin ist, kann dich zurückholen.',
  'members.leaveConfirm': 'Verlassen',
  'members.remove': 'Aus der Gruppe entfernen',
  'members.removeTitle': '{name} entfernen?',
  'members.removeHint': 'Was geschrieben wurde, bleibt. Neue Nachrichten dieser Gruppe kommen nicht mehr an.',
  'members.removeConfirm': 'Entfernen',
  'members.actions': '{name} ändern',
};
