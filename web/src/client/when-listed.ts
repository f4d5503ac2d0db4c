import { type ParleyClient, until } from '../../../sdk/index.js';

/** For what the user's log should have told long since. */
const PATIENCE_MS = 5_000;

/** Resolves when a conversation one has just begun has come to the list by the user's log; its view can be opened then. */
export async function whenListed({ conversations }: ParleyClient, id: string): Promise<void> {
  const listed = () => conversations.item(id) !== null;
  // Slower than that, the view itself waits for it.
  await until(conversations, listed, AbortSignal.timeout(PATIENCE_MS)).catch(() => undefined);
}
