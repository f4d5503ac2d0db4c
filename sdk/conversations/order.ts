import type { ConversationItem } from './conversation.js';

type Ranked = Pick<ConversationItem, 'id' | 'settings' | 'unread' | 'lastActivityAt'>;

/**
 * The order of the list: favourites, those with unread mentions, those with anything unread, the rest; each by its last
 * activity, latest first. What is muted counts as unread for its mentions alone.
 */
export function compareConversations(a: Ranked, b: Ranked): number {
  const byRank = rank(a) - rank(b);
  if (byRank !== 0) return byRank;
  if (a.lastActivityAt !== b.lastActivityAt) return a.lastActivityAt < b.lastActivityAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function rank({ settings, unread }: Ranked): number {
  if (settings.favourite) return 0;
  if (unread.mentions > 0) return 1;
  return unread.messages > 0 && !settings.muted ? 2 : 3;
}
