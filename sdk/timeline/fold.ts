import type {
  AnyConversationEvent,
  ConversationEntryType,
  ConversationEvent,
  MessageView,
  ReactionView,
} from '../../src/contract/index.js';

export type EventOf<T extends ConversationEntryType> = ConversationEvent<T>;

/** The message a `message-sent` entry begins. */
export function messageOf(event: EventOf<'messaging.message-sent.v1'>): MessageView {
  return {
    conversationId: event.conversationId,
    id: event.data.messageId,
    seq: event.seq,
    authorId: event.actorId,
    clientMessageId: event.data.clientMessageId,
    body: event.data.body,
    replyToSeq: event.data.replyToSeq,
    mentions: event.data.mentions,
    mentionsAll: event.data.mentionsAll,
    sentAt: event.at,
    editedAt: null,
    version: 1,
    deletedAt: null,
    reactions: [],
  };
}

/** The number of the message an entry changes; null for an entry that changes none. */
export function targetOf(event: AnyConversationEvent): number | null {
  return 'targetSeq' in event.data ? event.data.targetSeq : null;
}

/**
 * One entry folded into the message it changes. Repeating a run of entries up to the same last one changes nothing
 * (versions only grow, a delete is final, a reaction is there or not), which is what lets a page that was read a moment
 * later than the entries be combined with them. Answers the same object when nothing changed.
 */
export function foldInto(message: MessageView, event: AnyConversationEvent): MessageView {
  if (event.type === 'messaging.message-edited.v1') return edited(message, event);
  if (event.type === 'messaging.message-deleted.v1') {
    if (message.deletedAt !== null) return message;
    return { ...message, body: null, deletedAt: event.at, mentions: [], mentionsAll: false, reactions: [] };
  }
  if (message.deletedAt !== null) return message;
  if (event.type === 'messaging.reaction-added.v1') {
    return withReactions(message, added(message.reactions, event.data.emoji, event.actorId));
  }
  if (event.type === 'messaging.reaction-removed.v1') {
    return withReactions(message, removed(message.reactions, event.data.emoji, event.actorId));
  }
  return message;
}

function edited(message: MessageView, event: EventOf<'messaging.message-edited.v1'>): MessageView {
  const { version, body, mentions, mentionsAll } = event.data;
  if (message.deletedAt !== null || version <= message.version) return message;
  return { ...message, version, body, mentions, mentionsAll, editedAt: event.at };
}

function withReactions(message: MessageView, reactions: ReactionView[]): MessageView {
  return reactions === message.reactions ? message : { ...message, reactions };
}

function added(reactions: ReactionView[], emoji: string, userId: string): ReactionView[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (!known) return [...reactions, { emoji, userIds: [userId] }];
  if (known.userIds.includes(userId)) return reactions;
  return reactions.map((reaction) => (reaction === known ? { emoji, userIds: [...known.userIds, userId] } : reaction));
}

function removed(reactions: ReactionView[], emoji: string, userId: string): ReactionView[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (!known?.userIds.includes(userId)) return reactions;
  const userIds = known.userIds.filter((id) => id !== userId);
  if (userIds.length === 0) return reactions.filter((reaction) => reaction !== known);
  return reactions.map((reaction) => (reaction === known ? { emoji, userIds } : reaction));
}
