import type {
  CursorView,
  HistoryVisibility,
  MemberRole,
  PresenceStatus,
  ResumeInput,
  UnreadView,
} from '../../../src/contract/index.js';
import type { SeenEntry } from './digest.js';

/** A conversation as `sync.resume` answered it. */
export type SeenResume =
  | { kind: 'range'; headSeq: number; events: SeenEntry[]; unread: UnreadView; cursor: CursorView }
  | { kind: 'reset'; headSeq: number; unread: UnreadView; cursor: CursorView }
  | { kind: 'removed' };

type Of = { conversationId: string };
type At = Of & { seq: number };
type Nothing = Record<string, never>;

/**
 * Everything a virtual user does: what was asked, and what the server answered if it said ok. Whether it went by socket,
 * REST or the library is of no interest here. Ids are the server's.
 */
export interface Ops {
  send: {
    args: Of & { clientMessageId: string; body: string; replyToSeq?: number | null };
    result: { id: string; seq: number };
  };
  edit: { args: At & { body: string }; result: { version: number } };
  delete: { args: At; result: Nothing };
  react: { args: At & { emoji: string }; result: Nothing };
  unreact: { args: At & { emoji: string }; result: Nothing };
  read: { args: At; result: CursorView & { unread?: UnreadView } };
  delivered: { args: At; result: CursorView };
  typing: { args: Of & { typing: boolean }; result: Nothing };
  add: { args: Of & { userIds: string[] }; result: Nothing };
  remove: { args: Of & { userId: string }; result: Nothing };
  leave: { args: Of; result: Nothing };
  role: { args: Of & { userId: string; role: MemberRole }; result: Nothing };
  title: { args: Of & { title: string }; result: Nothing };
  'create-direct': { args: { userId: string }; result: Of };
  'create-group': {
    args: { title: string; userIds: string[]; historyVisibility: HistoryVisibility };
    result: Of;
  };
  /** What the socket asked and got when it opened, or later. */
  resume: {
    args: ResumeInput;
    result: { epoch: string; userHead: number; conversations: Record<string, SeenResume> };
  };
  range: {
    args: Of & { fromSeq: number; toSeq?: number };
    result: { headSeq: number; reset: boolean; events: SeenEntry[] };
  };
  /** A list the user asked for; `items` is how many there were. For I30: an ok answer must not be empty for want of a database. */
  list: {
    args: { what: 'conversations' | 'messages' | 'unread' | 'notifications'; conversationId?: string };
    result: { items: number };
  };
  /** How far each member has got, as a node tells it. */
  'ask-receipts': { args: Of; result: { receipts: Array<{ userId: string } & CursorView> } };
  'sign-in': { args: Nothing; result: { sessionId: string } };
  /** Ends a session (logout, "sign out everywhere", password change, disabled account). */
  revoke: { args: { sessionIds: string[] }; result: Nothing };
  /** Any request made only to see whether a session still works; `session` of its line says which. */
  'use-session': { args: { how: 'rest' | 'socket' | 'connect' }; result: Nothing };
  /** A few rounds of Socket.IO's long polling, as a client does that cannot open a WebSocket. */
  poll: { args: Nothing; result: Nothing };
}

export type OpName = keyof Ops;

/** What a device is shown without having asked. */
export interface Sightings {
  /** An entry as it reached the application: after the library's ordering and dropping of repeats. For I10. */
  shown: Of & SeenEntry;
  /** An entry as it came through the wire, repeats and all. Optional; for leaks and phantoms that a library would swallow. */
  frame: Of & SeenEntry;
  /** The library was told to skip to `headSeq`; what lies before comes from pages. */
  skipped: Of & { headSeq: number };
  /** The device learnt that its user is no member any more. */
  removed: Of;
  /** The device threw everything away: the server's history is another one. */
  'epoch-changed': { epoch: string };
  /** Who is shown as typing, as the application sees it: the library lets it lapse. */
  typing: Of & { userId: string; typing: boolean };
  presence: { userId: string; status: PresenceStatus };
  receipts: Of & { userId: string } & CursorView;
  /** The device is about to get a link: from here on others may see it there. */
  opening: Nothing;
  /** The device's link is up (its resume was answered) or down. `node`: the one it talks to, where known. */
  up: { node?: string; session?: string };
  down: { reason: string };
  /** The device was begun, or ended for good; it shows nothing outside these two. */
  begin: { session: string };
  end: Nothing;
}

export type SightingName = keyof Sightings;
