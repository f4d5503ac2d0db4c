import type { NotificationKind } from '../../contract/index.js';
import { timedId } from '../../shared/ids.js';

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

/**
 * The id follows from whom and what it is about, so making it twice is making it once. It begins with the entry's time: a
 * list in the order of ids is a list in the order of time.
 */
export function notificationFor(userId: string, about: Omit<Notification, 'id' | 'userId'>): Notification {
  return {
    id: timedId(Date.parse(about.at), 'notification', userId, about.conversationId, String(about.seq)),
    userId,
    ...about,
  };
}
