import { clientEvents } from '../../../scripts/fuzz/schema.js';
import { newId } from '../../../src/shared/ids.js';

/** A sound body of a client event about one message of one conversation. */
export function soundEvent(
  event: string,
  { conversationId, seq }: { conversationId: string; seq: number },
  userId: string,
): Record<string, unknown> {
  const values: Record<string, unknown> = {
    conversationId,
    seq,
    clientMessageId: newId(),
    replyToSeq: seq,
    body: 'hello',
    emoji: '👍',
    status: 'away',
    userIds: [userId],
    epoch: null,
    userSeq: 0,
    conversations: { [conversationId]: 1 },
    fromSeq: 1,
    toSeq: seq,
    token: 'x.y.z',
  };
  const names = Object.keys(clientEvents.find((known) => known.event === event)!.schema.properties!);
  const unknown = names.filter((name) => !(name in values));
  if (unknown.length > 0) throw new Error(`${event}: no sound value known for ${unknown.join()}`);
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
