import { matchSorter } from 'match-sorter';

/** Where one can go. */
export interface Place {
  /** Of the conversation; of the person where there is no conversation yet. */
  id: string;
  name: string;
  username?: string;
  unread: { messages: number; mentions: number };
  lastActivityAt: string;
}

/** As many as one looks through. */
const MOST = 12;

/**
 * What fits best first, letters in between allowed; among equals what is unread stands first, then what was last active.
 * Nothing typed fits everything.
 */
export function find<T extends Place>(places: readonly T[], text: string): T[] {
  const wanted = text.trim();
  const found =
    wanted === ''
      ? [...places].sort(byNeed)
      : matchSorter(places, wanted.replace(/^@/, ''), {
          keys: ['name', ({ username }) => username ?? ''],
          baseSort: (a, b) => byNeed(a.item, b.item),
        });
  return found.slice(0, MOST);
}

function byNeed(a: Place, b: Place): number {
  return rank(a) - rank(b) || (a.lastActivityAt < b.lastActivityAt ? 1 : a.lastActivityAt > b.lastActivityAt ? -1 : 0);
}

const rank = ({ unread }: Place): number => (unread.mentions > 0 ? 0 : unread.messages > 0 ? 1 : 2);
