import type { CursorView, MessagePage } from '../../../src/contract/index.js';
import type { CurrentMembership, GroupsApi } from '../../../src/groups/index.js';
import {
  type ConversationState,
  ConversationStates,
  type Standing,
} from '../../../src/messaging/persistence/conversation-states.js';
import {
  MessageReader,
  type STALE,
  type Visible,
  type Window,
} from '../../../src/messaging/persistence/message-reader.js';
import type { Pointers } from '../../../src/messaging/persistence/pointers.js';
import { CursorMoves } from '../../../src/messaging/use-cases/cursor-moves.js';
import { RevokedSessions } from '../../../src/platform/auth/revoked-sessions.js';
import { every, patch } from './patch.js';

interface States {
  of(userId: string, standings: readonly Standing[]): Promise<Map<string, ConversationState>>;
}

/** Whoever has something unread has one more. */
export function unreadOffByOne(): void {
  patch<States, 'of'>(ConversationStates, 'of', (original) => {
    return async function (this: States, userId: string, standings: readonly Standing[]) {
      const states = await original.call(this, userId, standings);
      for (const { unread } of states.values()) if (unread.messages > 0) unread.messages += 1;
      return states;
    };
  });
}

interface Moves {
  move(
    userId: string,
    conversationId: string,
    to: Partial<CursorView>,
  ): Promise<{ membership: CurrentMembership; cursor: CursorView }>;
  groups: GroupsApi;
  pointers: Pointers;
}

/** The last word wins, not the furthest: a device that comes late takes the pointer back. */
export function cursorGoesBack(): void {
  const due = every(6);
  patch<Moves, 'move'>(CursorMoves, 'move', (original) => {
    return async function (this: Moves, userId: string, conversationId: string, to: Partial<CursorView>) {
      const was = this.pointers.lastSeen(userId, conversationId);
      const moved = await original.call(this, userId, conversationId, to);
      const late = was.readSeq > moved.membership.joinedSeq && was.readSeq < moved.cursor.readSeq && due();
      if (late) await this.pointers.move(userId, conversationId, moved.cursor, was);
      return moved;
    };
  });
}

/** Once in a while the newest message is missing from a page, as behind a cache that nobody told. */
export function stalePage(): void {
  type Reader = { page(visible: Visible, window: Window): Promise<MessagePage | typeof STALE> };
  patch<Reader, 'page'>(MessageReader, 'page', (original) => {
    return async function (this: Reader, visible: Visible, window: Window) {
      const page = await original.call(this, visible, window);
      if (typeof page === 'object' && Math.random() < 0.4) page.messages.pop();
      return page;
    };
  });
}

const KNOWN_LATE_MS = 60_000;

/** A node hears of a revocation a minute late. */
export function acceptRevoked(): void {
  type Revoked = { add(sessionId: string): void };
  patch<Revoked, 'add'>(RevokedSessions, 'add', (original) => {
    return function (this: Revoked, sessionId: string) {
      setTimeout(() => original.call(this, sessionId), KNOWN_LATE_MS).unref();
    };
  });
}
