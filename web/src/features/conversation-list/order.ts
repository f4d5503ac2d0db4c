import type { ConversationItem } from '../../../../sdk/index.js';

type Ordered = Pick<ConversationItem, 'id' | 'unread' | 'lastActivityAt'> & {
  settings: Pick<ConversationItem['settings'], 'favourite' | 'muted'>;
};

/**
 * Favourites stand first, then what wants one most: mentions, then unread (unless muted), then the rest; among equals the
 * last active.
 */
export function inOrder<T extends Ordered>(conversations: readonly T[]): T[] {
  return [...conversations].sort(
    (a, b) => rank(a) - rank(b) || compare(b.lastActivityAt, a.lastActivityAt) || compare(a.id, b.id),
  );
}

function rank({ unread, settings }: Ordered): number {
  if (settings.favourite) return 0;
  if (unread.mentions > 0) return 1;
  return unread.messages > 0 && !settings.muted ? 2 : 3;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The neighbour of `current` in a list, or its nearest end from outside; null when there is none. */
export function neighbour<T extends { id: string }>(list: readonly T[], current: string | undefined, step: 1 | -1) {
  const at = list.findIndex((one) => one.id === current);
  if (at < 0) return (step > 0 ? list[0] : list.at(-1)) ?? null;
  return list[at + step] ?? null;
}
