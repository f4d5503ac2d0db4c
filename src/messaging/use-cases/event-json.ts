import type { CommittedEntry } from '../../platform/journal/index.js';

/** An entry as `ConversationEvent` or `UserEvent`; the payload's JSON is spliced in as it was stored. */
export function eventJson(entry: CommittedEntry): string {
  const { kind, streamId, seq, aclVersion, type, actorId, at, payloadJson } = entry;
  const rest = `"type":"${type}","actorId":"${actorId}","at":"${at}","data":${payloadJson}}`;
  return kind === 'user'
    ? `{"seq":${seq},${rest}`
    : `{"conversationId":"${streamId}","seq":${seq},"aclVersion":${aclVersion},${rest}`;
}

export const eventsJson = (entries: readonly CommittedEntry[]): string => `[${entries.map(eventJson).join(',')}]`;
