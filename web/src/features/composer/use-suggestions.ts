import { useEffect, useMemo } from 'react';
import { useClient, useMe, useMembers, useObservable } from '../../client/index.js';
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
  const { users } = useClient();
  const known = useObservable(users.view);
  const { members } = useMembers(conversationId, prefix !== null);
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
