/** What REST answers and socket acks show. Ids are UUIDs (version 7), times RFC 3339 UTC with milliseconds. */

export interface UserView {
  id: string;
  username: string;
  displayName: string;
  /** The deployment's administrator. */
  isAdmin: boolean;
  /** Disabled accounts stay visible as authors. */
  disabled: boolean;
  createdAt: string;
}

/** What an account sees of itself. */
export interface MeView extends UserView {
  sessionId: string;
}

/** Where a refresh token is kept: by the program, or by the browser in a cookie that no script can read. */
export type RefreshTokenPlace = 'body' | 'cookie';

/** What awaits somebody who is not signed in. */
export interface EntryView {
  /** Nobody has an account yet: the next one made is the administrator's. */
  firstAccount: boolean;
  /** The browser that asks keeps a refresh token in its cookie; it may have lapsed. */
  keptSession: boolean;
}

export interface TokensView {
  accessToken: string;
  /** Seconds until the access token lapses. */
  expiresIn: number;
  /** Opaque, single use: each refresh returns the next one. Null where the browser keeps it in a cookie. */
  refreshToken: string | null;
  user: UserView;
  sessionId: string;
}

export interface SessionView {
  id: string;
  device: string;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
}

/** One line of one's own sign-in history. */
export interface SignInView {
  kind: 'signed-in' | 'signed-out' | 'refused' | 'password-changed';
  at: string;
  /** Null where no session was begun. */
  sessionId: string | null;
  device: string | null;
  /** Why it was refused. */
  reason: string | null;
}

export type ConversationKind = 'direct' | 'group';
export type MemberRole = 'owner' | 'admin' | 'member';
/** `joined`: members read from the entry of their joining on; `shared`: from the beginning. */
export type HistoryVisibility = 'joined' | 'shared';

export interface MemberView {
  userId: string;
  role: MemberRole;
  /** The log number of the entry that made this user a member. */
  joinedSeq: number;
  joinedAt: string;
}

/** Server-counted, exact at log number `atSeq`; a client folds later events into it. */
export interface UnreadView {
  messages: number;
  mentions: number;
  atSeq: number;
}

export interface CursorView {
  deliveredSeq: number;
  readSeq: number;
}

/** What a member set for himself; nobody else is told. */
export interface ConversationSettingsView {
  favourite: boolean;
  /** Not counted in totals, and only mentions are notified. */
  muted: boolean;
  /** The number of the user's own log that set them; 0: never set. Of two answers the one with the higher number is newer. */
  atSeq: number;
}

export interface ConversationView {
  id: string;
  kind: ConversationKind;
  /** Null for direct conversations. */
  title: string | null;
  historyVisibility: HistoryVisibility;
  /** The log's last number. */
  headSeq: number;
  aclVersion: number;
  createdAt: string;
  /** My membership. */
  role: MemberRole;
  joinedSeq: number;
  joinedAt: string;
  memberCount: number;
  /** The other one of a direct conversation. */
  peerId: string | null;
  /** My own. */
  settings: ConversationSettingsView;
}

export interface ReactionView {
  emoji: string;
  userIds: string[];
}

export interface MessageView {
  conversationId: string;
  /** The message's own id. */
  id: string;
  seq: number;
  authorId: string;
  clientMessageId: string;
  /** Null after a delete: the number stays, the content is gone. */
  body: string | null;
  replyToSeq: number | null;
  mentions: string[];
  mentionsAll: boolean;
  sentAt: string;
  editedAt: string | null;
  /** 1 when sent, +1 with each edit. */
  version: number;
  deletedAt: string | null;
  reactions: ReactionView[];
}

/** A message as a list of conversations shows it. */
export interface MessagePreviewView {
  id: string;
  seq: number;
  authorId: string;
  /** Its first code points, at most `previewCodePoints`; null after a delete. */
  body: string | null;
  /** The text goes on. */
  shortened: boolean;
  sentAt: string;
  deletedAt: string | null;
}

/** The last message of a conversation, true at log number `atSeq`; a client folds later events into it. */
export interface ConversationPreviewView {
  conversationId: string;
  atSeq: number;
  /** Null: none that one may see. */
  lastMessage: MessagePreviewView | null;
}

export interface MessagePage {
  messages: MessageView[];
  hasMoreBefore: boolean;
  hasMoreAfter: boolean;
  headSeq: number;
}

export interface MessageVersionView {
  version: number;
  body: string;
  at: string;
}

/** What a user has begun to write in a conversation; seen by that user alone. */
export interface DraftView {
  conversationId: string;
  /** Empty: there is none. */
  body: string;
  replyToSeq: number | null;
  updatedAt: string | null;
  /** The number of the user's own log that told of it; 0: never. Of two answers the one with the higher number is newer. */
  atSeq: number;
}

export interface ReceiptView extends CursorView {
  userId: string;
}

/** When one message reached, and was read by, one member; null: not yet. */
export interface MessageReceiptView {
  userId: string;
  deliveredAt: string | null;
  readAt: string | null;
}

export type PresenceStatus = 'online' | 'away' | 'offline' | 'unknown';

export interface PresenceView {
  userId: string;
  status: PresenceStatus;
  lastSeenAt: string | null;
}

export type NotificationKind = 'mention' | 'direct' | 'invitation';

export interface NotificationView {
  id: string;
  kind: NotificationKind;
  conversationId: string;
  /** The entry it is about. */
  seq: number;
  actorId: string;
  createdAt: string;
  readAt: string | null;
}

export interface Page<T> {
  items: T[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

export interface NotificationPage extends Page<NotificationView> {
  unread: number;
  /** The number of the user's own log that `unread` is exact at; a client folds later events into it. */
  atSeq: number;
}
