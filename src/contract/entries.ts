import type { HistoryVisibility, MemberRole, NotificationKind } from './views.js';

/**
 * Everything that can stand in a log, by its wire name `<module>.<fact>.v<n>`. A conversation's log reaches its members
 * as `event`, a user's own log reaches that user's devices as `user.event`. Unknown types must be ignored by clients.
 */
export interface ConversationEntries {
  'groups.conversation-created.v1': {
    kind: 'direct' | 'group';
    title: string | null;
    historyVisibility: HistoryVisibility;
    members: Array<{ userId: string; role: MemberRole }>;
  };
  'groups.member-added.v1': { userId: string; role: MemberRole };
  'groups.member-removed.v1': { userId: string };
  'groups.member-left.v1': { userId: string };
  'groups.role-changed.v1': { userId: string; role: MemberRole };
  'groups.title-changed.v1': { title: string };
  'messaging.message-sent.v1': {
    messageId: string;
    clientMessageId: string;
    /** Null once the message was deleted: the log keeps the number and loses the content. */
    body: string | null;
    replyToSeq: number | null;
    mentions: string[];
    mentionsAll: boolean;
  };
  'messaging.message-edited.v1': {
    targetSeq: number;
    messageId: string;
    version: number;
    body: string | null;
    mentions: string[];
    mentionsAll: boolean;
  };
  'messaging.message-deleted.v1': { targetSeq: number; messageId: string };
  'messaging.reaction-added.v1': { targetSeq: number; emoji: string };
  'messaging.reaction-removed.v1': { targetSeq: number; emoji: string };
}

export interface UserEntries {
  'groups.joined.v1': { conversationId: string; conversationSeq: number };
  'groups.removed.v1': { conversationId: string; conversationSeq: number };
  'groups.settings-changed.v1': { conversationId: string; favourite: boolean; muted: boolean };
  'messaging.cursor-moved.v1': { conversationId: string; deliveredSeq: number; readSeq: number };
  /** That it changed, not to what: a text that was not sent stands in no log. */
  'messaging.draft-changed.v1': { conversationId: string };
  /** What came together is told together. */
  'notifications.added.v1': {
    notifications: Array<{
      notificationId: string;
      kind: NotificationKind;
      conversationId: string;
      conversationSeq: number;
      actorId: string;
      /** When what it is about was committed. */
      at: string;
    }>;
    unread: number;
  };
  'notifications.read.v1': { notificationIds: string[] | 'all'; unread: number };
  'notifications.withdrawn.v1': { notificationIds: string[]; unread: number };
  'identity.profile-changed.v1': { displayName: string };
}

/** An account's sign-in log. It feeds the audit history and is not sent to sockets. */
export interface AccountEntries {
  'identity.signed-in.v1': { sessionId: string; device: string };
  'identity.signed-out.v1': { sessionId: string };
  'identity.sign-in-refused.v1': { reason: string };
  'identity.password-changed.v1': { sessionId: string };
}

export type ConversationEntryType = keyof ConversationEntries;
export type UserEntryType = keyof UserEntries;
export type AccountEntryType = keyof AccountEntries;
export type EntryType = ConversationEntryType | UserEntryType | AccountEntryType;

/** One numbered fact of a conversation's log, as the socket and `sync.range` carry it. */
export interface ConversationEvent<T extends ConversationEntryType = ConversationEntryType> {
  conversationId: string;
  seq: number;
  aclVersion: number;
  type: T;
  actorId: string;
  at: string;
  data: ConversationEntries[T];
}

/** One numbered fact of the receiving user's own log. */
export interface UserEvent<T extends UserEntryType = UserEntryType> {
  seq: number;
  type: T;
  actorId: string;
  at: string;
  data: UserEntries[T];
}

/** Every event of a conversation's log, told apart by `type`. */
export type AnyConversationEvent = { [T in ConversationEntryType]: ConversationEvent<T> }[ConversationEntryType];
/** Every event of a user's own log, told apart by `type`. */
export type AnyUserEvent = { [T in UserEntryType]: UserEvent<T> }[UserEntryType];
