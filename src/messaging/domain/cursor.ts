import type { CursorView } from '../../contract/index.js';

export const AT_START: CursorView = { deliveredSeq: 0, readSeq: 0 };

/** The further of both, point by point; what was read was delivered. Never back (invariant I15). */
export function furthest(a: CursorView, b: Partial<CursorView>): CursorView {
  const readSeq = Math.max(a.readSeq, b.readSeq ?? 0);
  return { deliveredSeq: Math.max(a.deliveredSeq, b.deliveredSeq ?? 0, readSeq), readSeq };
}

/** What lies before a member's joining is neither unread nor undelivered. */
export const fromJoining = (cursor: CursorView, joinedSeq: number): CursorView =>
  furthest(cursor, { readSeq: joinedSeq });

export const sameCursor = (a: CursorView, b: CursorView): boolean =>
  a.deliveredSeq === b.deliveredSeq && a.readSeq === b.readSeq;
