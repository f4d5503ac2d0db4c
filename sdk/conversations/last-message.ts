import {
  type AnyConversationEvent as ConversationEvent,
  LIMITS,
  type MessagePreviewView,
  type MessageView,
} from '../../src/contract/index.js';

/** A message as the list shows it, shortened as the server shortens it. */
export function previewOf({ id, seq, authorId, body, sentAt, deletedAt }: MessageView): MessagePreviewView {
  return { id, seq, authorId, ...shorten(body), sentAt, deletedAt };
}

/** One later entry folded into the last message; the same object where it does not concern it. */
export function foldPreview(last: MessagePreviewView, event: ConversationEvent): MessagePreviewView {
  if (!('targetSeq' in event.data) || event.data.targetSeq !== last.seq || last.deletedAt !== null) return last;
  if (event.type === 'messaging.message-edited.v1') return { ...last, ...shorten(event.data.body) };
  if (event.type !== 'messaging.message-deleted.v1') return last;
  return { ...last, body: null, shortened: false, deletedAt: event.at };
}

function shorten(text: string | null): Pick<MessagePreviewView, 'body' | 'shortened'> {
  const most = LIMITS.previewCodePoints;
  // So many code units are at least half as many code points.
  const beginning = text === null || text.length <= most ? text : [...text.slice(0, most * 2)].slice(0, most).join('');
  return { body: beginning, shortened: beginning !== text };
}
