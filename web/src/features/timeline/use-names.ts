import { useEffect } from 'react';
import { useClient, useSelected } from '../../client/index.js';

/** What these people are called, in one line; those not known yet are asked for. */
export const useNames = (userIds: readonly string[]): string => useJoined(userIds, 'displayName', ', ');

/** Their usernames, as they are written after an @; a string, so that it compares by itself. */
export const useUsernames = (userIds: readonly string[]): string => useJoined(userIds, 'username', ' ');

function useJoined(userIds: readonly string[], field: 'displayName' | 'username', by: string): string {
  const { users } = useClient();
  useEffect(() => {
    for (const id of userIds) users.peek(id);
  }, [users, userIds]);
  return useSelected(users.view, (known) => userIds.flatMap((id) => known.get(id)?.[field] ?? []).join(by));
}
