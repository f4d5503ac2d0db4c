import type { ConversationItem } from '../../../../sdk/index.js';

type Ordered = Pick<ConversationItem, 'id' | 'unread' | 'lastActivityAt'>;

/** What wants one most stands first: mentions, then unread, then the rest; among equals the last active. */
export function inOrder<T extends Ordered>(conversations: readonly T[]): T[] {
  return [...conversations].sort(
    (a, b) => rank(a) - rank(b) || compare(b.lastActivityAt, a.lastActivityAt) || compare(a.id, b.id),
  );
}

const rank = ({ unread }: Ordered): number => (unread.mentions > 0 ? 0 : unread.messages > 0 ? 1 : 2);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The neighbour of `current` in a list, or its nearest end from outside; null when there is none. */
export function neighbour<T extends { id: string }>(list: readonly T[], current: string | undefined, step: 1 | -1) {
  const at = list.findIndex((one) => one.id === current);
  if (at < 0) return (step > 0 ? list[0] : list.at(-1)) ?? null;
  return list[at + step] ?? null;
}
