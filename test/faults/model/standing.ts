import type { CursorView } from '../../../src/contract/index.js';
import { blanked, foldEntries, type FoldedMessage } from './fold.js';
import { type ConversationLog, headOf, type LogEntry, type UserLog } from './log.js';
import type { Membership } from './membership.js';

/** The pointers of all users, by what their own logs say. */
export class Cursors {
  /** `user conversation` to the furthest point of each kind. */
  private readonly furthest = new Map<string, CursorView>();

  constructor(logs: ReadonlyMap<string, UserLog>) {
    for (const [userId, { entries }] of logs) {
      for (const entry of entries) {
        if (entry.type !== 'messaging.cursor-moved.v1') continue;
        const { conversationId, deliveredSeq, readSeq } = entry.data;
        const was = this.moved(userId, conversationId);
        this.furthest.set(`${userId} ${conversationId}`, {
          deliveredSeq: Math.max(was.deliveredSeq, deliveredSeq),
          readSeq: Math.max(was.readSeq, readSeq),
        });
      }
    }
  }

  /** How far the user ever moved. */
  moved(userId: string, conversationId: string): CursorView {
    return this.furthest.get(`${userId} ${conversationId}`) ?? { deliveredSeq: 0, readSeq: 0 };
  }

  /** Where he stands: what lies before his (last) joining counts as read. */
  of(userId: string, membership: Membership): CursorView {
    const { deliveredSeq, readSeq } = this.moved(userId, membership.log.id);
    const from = membership.of(userId).at(-1)?.from ?? 0;
    return { deliveredSeq: Math.max(deliveredSeq, from), readSeq: Math.max(readSeq, from) };
  }
}

/** `mentions` is null where a later delete has taken away whom a message mentioned. */
export interface Unread {
  messages: number;
  mentions: number | null;
}

/** Messages of others above the cursor that stand when the log ends at `atSeq`. What changes them lies above the cursor too. */
export function unreadAt(log: ConversationLog, userId: string, readSeq: number, atSeq: number): Unread {
  const entries: LogEntry[] = [];
  for (let seq = readSeq + 1; seq <= Math.min(atSeq, headOf(log)); seq++) {
    const entry = log.at.get(seq);
    if (entry) entries.push(entry);
  }
  return unreadOf(foldEntries(entries), userId, readSeq);
}

export function unreadOf(messages: Map<number, FoldedMessage>, userId: string, readSeq: number): Unread {
  const unread = [...messages.values()].filter((m) => m.seq > readSeq && m.authorId !== userId && !m.deleted);
  const mentions = unread.filter((m) => m.mentionsAll || m.mentions.includes(userId)).length;
  return { messages: unread.length, mentions: unread.some(blanked) ? null : mentions };
}
