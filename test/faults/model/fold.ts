import { seenMessage, type SeenMessage } from '../history/index.js';
import type { LogEntry } from './log.js';

/** A message as the log leaves it after some entry. */
export interface FoldedMessage {
  seq: number;
  id: string;
  authorId: string;
  clientMessageId: string;
  replyToSeq: number | null;
  version: number;
  body: string | null;
  mentions: string[];
  mentionsAll: boolean;
  deleted: boolean;
  /** `emoji userId` of each reaction. */
  reactions: Set<string>;
}

/**
 * The messages that entries leave: edits count by their version, a delete is final and takes text and reactions along. Text that a
 * later delete has blanked in the log is null here too, see `blanked`.
 */
export function foldEntries(entries: readonly LogEntry[]): Map<number, FoldedMessage> {
  const messages = new Map<number, FoldedMessage>();
  for (const entry of entries) apply(messages, entry);
  return messages;
}

export const blanked = ({ body, deleted }: FoldedMessage): boolean => body === null && !deleted;

function apply(messages: Map<number, FoldedMessage>, entry: LogEntry): void {
  if (entry.type === 'messaging.message-sent.v1') {
    const { messageId: id, clientMessageId, body, replyToSeq, mentions, mentionsAll } = entry.data;
    const sent = {
      seq: entry.seq,
      id,
      authorId: entry.actorId,
      clientMessageId,
      replyToSeq,
      body,
      mentions,
      mentionsAll,
    };
    messages.set(entry.seq, { ...sent, version: 1, deleted: false, reactions: new Set() });
    return;
  }
  const message = 'targetSeq' in entry.data ? messages.get(entry.data.targetSeq) : undefined;
  if (!message || message.deleted) return;
  if (entry.type === 'messaging.message-edited.v1') {
    const { version, body, mentions, mentionsAll } = entry.data;
    if (version > message.version) Object.assign(message, { version, body, mentions, mentionsAll });
  } else if (entry.type === 'messaging.message-deleted.v1') {
    Object.assign(message, { body: null, mentions: [], mentionsAll: false, deleted: true, reactions: new Set() });
  } else if (entry.type === 'messaging.reaction-added.v1') {
    message.reactions.add(`${entry.data.emoji} ${entry.actorId}`);
  } else if (entry.type === 'messaging.reaction-removed.v1') {
    message.reactions.delete(`${entry.data.emoji} ${entry.actorId}`);
  }
}

/** As a page or a timeline would show it. */
export function shownAs(message: FoldedMessage): SeenMessage {
  const { deleted, reactions, ...rest } = message;
  const [conversationId, sentAt] = ['', ''];
  const shown = { ...rest, conversationId, sentAt, editedAt: null, reactions: [], deletedAt: deleted ? '' : null };
  return { ...seenMessage(shown), reactions: [...reactions].sort() };
}
