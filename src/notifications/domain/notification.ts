import type { NotificationKind } from '../../contract/index.js';
import { derivedId } from '../../shared/ids.js';

/** Something one user is told of: an entry of a conversation's log, and why. */
export interface Notification {
  id: string;
  userId: string;
  kind: NotificationKind;
  conversationId: string;
  seq: number;
  actorId: string;
  /** RFC 3339; when the entry was committed. */
  at: string;
}

/** The id follows from whom and what it is about, so making it twice is making it once. */
export function notificationFor(userId: string, about: Omit<Notification, 'id' | 'userId'>): Notification {
  return { id: derivedId('notification', userId, about.conversationId, String(about.seq)), userId, ...about };
}
