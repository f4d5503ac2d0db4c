import { create } from 'zustand';
import type { ConversationList, ParleyClient } from '../../../sdk/index.js';
import { useClient } from './context.js';

/** The list that is known to be complete; each sign-in begins another one. */
const useComplete = create<{ list: ConversationList | null }>()(() => ({ list: null }));

/** Connects, or tries at once, and remembers when all is listed. How it goes is told by the connection's state. */
export async function connect(client: ParleyClient): Promise<void> {
  const list = client.conversations;
  const listed = await client.connect().then(
    () => true,
    () => false,
  );
  if (listed) useComplete.setState({ list });
}

/** Whether the list of conversations is complete: only then a missing one does not exist. */
export function useListed(): boolean {
  const { conversations } = useClient();
  return useComplete((state) => state.list === conversations);
}
