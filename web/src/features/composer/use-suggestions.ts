import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { allPages } from '../../../../sdk/index.js';
import { useClient, useConversation, useMe, useObservable } from '../../client/index.js';
import { useT } from '../../i18n/index.js';

export interface Suggestion {
  /** What is written after the `@`. */
  username: string;
  name: string;
  /** Null for everybody. */
  userId: string | null;
}

const MOST = 6;

/** The members whose name or username begins like this; nobody while nothing is begun. */
export function useSuggestions(conversationId: string, prefix: string | null): Suggestion[] {
  const t = useT();
  const me = useMe();
  const { api, users } = useClient();
  const known = useObservable(users.view);
  const count = useConversation(conversationId)?.memberCount;
  const { data: members } = useQuery({
    queryKey: ['members', conversationId, count],
    queryFn: () => allPages((cursor) => api.conversations.members(conversationId, { cursor, limit: 200 })),
    enabled: prefix !== null,
  });
  useEffect(() => {
    for (const { userId } of members ?? []) users.peek(userId);
  }, [members, users]);
  return useMemo(() => {
    if (prefix === null) return [];
    const people: Suggestion[] = (members ?? []).flatMap(({ userId }) => {
      const user = known.get(userId);
      return user && userId !== me.id ? [{ username: user.username, name: user.displayName, userId }] : [];
    });
    const everybody = { username: 'all', name: t('composer.everybody'), userId: null };
    return [...people, everybody].filter((one) => begins(one, prefix)).slice(0, MOST);
  }, [prefix, members, known, me.id, t]);
}

const begins = ({ username, name }: Suggestion, prefix: string): boolean =>
  [username, ...name.split(/\s+/u)].some((word) => word.toLocaleLowerCase().startsWith(prefix));
