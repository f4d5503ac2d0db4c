import { Injectable } from '@nestjs/common';
import type { CursorView } from '../../contract/index.js';
import { type CurrentMembership, GroupsApi } from '../../groups/index.js';
import { fromJoining, furthest, sameCursor } from '../domain/cursor.js';
import { ChangedMeanwhile, ConversationNotFound, ReceiptPastHead } from '../errors.js';
import { Pointers } from '../persistence/pointers.js';
import { TellReceipts } from './tell-receipts.js';

/** Each further round means that another device of this user moved in between. */
const TRIES = 10;

/**
 * Moves a member's pointers. Never back: what lies below changes nothing and is no error. A number beyond the log's head is
 * refused rather than clamped, because a client that says so mixes up conversations or histories.
 */
@Injectable()
export class CursorMoves {
  constructor(
    private readonly groups: GroupsApi,
    private readonly pointers: Pointers,
    private readonly receipts: TellReceipts,
  ) {}

  /** `cursor` is null when nothing was to be moved: another node may have moved them further than this one knows. */
  async move(
    userId: string,
    conversationId: string,
    to: Partial<CursorView>,
  ): Promise<{ membership: CurrentMembership; cursor: CursorView | null }> {
    const membership = await this.groups.membership(conversationId, userId);
    if (!membership) throw new ConversationNotFound();
    if (Math.max(to.deliveredSeq ?? 0, to.readSeq ?? 0) > membership.headSeq) throw new ReceiptPastHead();
    let was = this.pointers.lastSeen(userId, conversationId);
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const standing = fromJoining(was, membership.joinedSeq);
      const wanted = furthest(standing, to);
      if (sameCursor(standing, wanted)) return { membership, cursor: null };
      const now = await this.pointers.move(userId, conversationId, was, wanted);
      if (sameCursor(now, wanted)) {
        this.receipts.moved(conversationId, userId, now);
        return { membership, cursor: now };
      }
      was = now;
    }
    throw new ChangedMeanwhile();
  }
}
