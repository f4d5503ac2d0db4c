import { useEffect } from 'react';
import type { PresenceView, UserView } from '../../../sdk/index.js';
import { useClient } from './context.js';
import { useSelected } from './observe.js';

/** An account; fetched when it is not known yet, null until then. */
export function useUser(userId: string | null): UserView | null {
  const { users } = useClient();
  const user = useSelected(users.view, (known) => (userId === null ? null : (known.get(userId) ?? null)));
  useEffect(() => {
    if (userId !== null && !user) users.peek(userId);
  }, [users, userId, user]);
  return user;
}

/** What the server last told about somebody; `unknown` without a connection. Ask for it with `useAskPresence`. */
export function usePresence(userId: string): PresenceView['status'] {
  const { presence } = useClient();
  return useSelected(presence.view, () => presence.of(userId).status);
}

/** Has the server tell, now and from now on, who of these is there. Asked anew with every connection. */
export function useAskPresence(userIds: readonly string[]): void {
  const client = useClient();
  const live = useSelected(client.connection, (state) => state.phase === 'live');
  const wanted = userIds.join();
  useEffect(() => {
    if (!live || wanted === '') return;
    const unknown = wanted.split(',').filter((id) => client.presence.of(id).status === 'unknown');
    // Without an answer the dots stay as unknown as they are; the next connection asks again.
    client.askPresence(unknown).catch(() => undefined);
  }, [client, live, wanted]);
}
