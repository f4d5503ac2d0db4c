import type {
  ConversationEntries,
  CursorView,
  MessageView,
  NotificationKind,
  UserEntries,
} from '../../../src/contract/index.js';
import type { Finals } from '../history/index.js';

export type Kind = 'conversation' | 'user';
export type Row = Finals['entry'];

export interface Stream {
  id: string;
  kind: Kind;
  lastSeq: number;
  aclVersion: number;
  entries: Row[];
}

export interface Group {
  id: string;
  direct: boolean;
  shared: boolean;
  /** User to the number of the entry that made him a member. */
  members: Map<string, number>;
  messages: Map<number, MessageView>;
}

export interface Notice {
  id: string;
  conversationId: string;
  seq: number;
  kind: NotificationKind;
  actorId: string;
}

/** Everything the naive server keeps; copied whole for a backup. */
export interface State {
  epoch: string;
  streams: Map<string, Stream>;
  groups: Map<string, Group>;
  /** `user conversation` to how far he got. */
  cursors: Map<string, CursorView>;
  notices: Map<string, Notice[]>;
  records: Array<Finals['record']>;
}

export type AnyData = ConversationEntries[keyof ConversationEntries] | UserEntries[keyof UserEntries];

/** What the naive server says no with. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
  ) {
    super(code);
  }
}

export const REFUSED = {
  conversation: () => new Refusal('messaging.conversation_not_found', 404),
  message: () => new Refusal('messaging.message_not_found', 404),
  deleted: () => new Refusal('messaging.message_deleted', 409),
  author: () => new Refusal('messaging.not_the_author', 403),
  conflict: () => new Refusal('messaging.client_message_id_conflict', 409),
  head: () => new Refusal('messaging.receipt_past_head', 409),
};
