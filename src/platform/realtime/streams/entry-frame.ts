import type { CommittedEntry } from '../../journal/index.js';
import { eventFrame, type Frame } from '../connection/frame.js';

/** The wire form of an entry (`ConversationEvent` or `UserEvent`); the payload's JSON is spliced in as it was stored. */
export function entryFrame(entry: CommittedEntry): Frame {
  const { seq, type, actorId, at, payloadJson } = entry;
  const rest = `"type":"${type}","actorId":"${actorId}","at":"${at}","data":${payloadJson}}`;
  return entry.kind === 'user'
    ? eventFrame('user.event', `{"seq":${seq},${rest}`)
    : eventFrame(
        'event',
        `{"conversationId":"${entry.streamId}","seq":${seq},"aclVersion":${entry.aclVersion},${rest}`,
      );
}
