import { useMemo } from 'react';
import { useClient, useConversationNamer, useObservable } from '../../client/index.js';
import { usePeopleSearch } from '../../people/index.js';
import { find, type Place } from './find.js';

export interface Destination extends Place {
  kind: 'conversation' | 'person';
  /** Whose conversation it is, for avatar and presence; null for a group. */
  peerId: string | null;
}

/** Where one can go from here: one's conversations, and behind them people one has not written with yet. */
export function useDestinations(text: string): Destination[] {
  const { conversations, users } = useClient();
  const all = useObservable(conversations);
  const known = useObservable(users.view);
  const nameOf = useConversationNamer();
  const { people } = usePeopleSearch(text.replace(/^@/, ''));
  return useMemo(() => {
    const own = all.map((conversation): Destination => {
      const { id, peerId, unread, lastActivityAt } = conversation;
      const username = known.get(peerId ?? '')?.username;
      return { kind: 'conversation', id, peerId, name: nameOf(conversation), username, unread, lastActivityAt };
    });
    const written = new Set(all.map(({ peerId }) => peerId));
    const others = people
      .filter(({ id }) => !written.has(id))
      .map(({ id, displayName: name, username }): Destination => {
        return { kind: 'person', id, peerId: id, name, username, unread: NONE, lastActivityAt: '' };
      });
    return [...find(own, text), ...others];
  }, [all, known, nameOf, people, text]);
}

const NONE = { messages: 0, mentions: 0 };
