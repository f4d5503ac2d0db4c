import { Injectable } from '@nestjs/common';
import { LIMITS } from '../../contract/index.js';
import type { Tx } from '../../platform/database/database.js';
import { TooManyGroups } from '../errors.js';

/** Any fixed number: the groups of one user are made one after the other. Two users of the same hash do no more than wait. */
const OWNER_LOCK = 7_232_020;
const LOCK = 'SELECT pg_advisory_xact_lock($1, hashtext($2))';
/**
 * Reads the user's memberships by `members_of_user`. OFFSET 0 keeps the role out of the search: `members_owners`, which
 * knows the role but no user, would be read whole. In a direct conversation nobody is an owner.
 */
const FULL = `SELECT EXISTS (
  SELECT FROM (SELECT shard, conversation_id, role FROM members WHERE user_id = $1 OFFSET 0) AS mine
  JOIN conversations c ON c.shard = mine.shard AND c.id = mine.conversation_id
  WHERE mine.role = 'owner' AND c.created_by = $1 OFFSET $2) AS full`;

/** Groups seen from their owners' side. */
@Injectable()
export class Ownerships {
  /**
   * That the user may make one more. What others made him the owner of is not counted, or they could use up what he may
   * make. Binding until the transaction ends. The lock is a statement of its own and comes first, or the second would count
   * as of before the first one's commit. It is taken after that of the conversation, never before.
   *
   * @throws TooManyGroups
   */
  async requireRoom(tx: Tx, userId: string): Promise<void> {
    await tx.query(LOCK, [OWNER_LOCK, userId]);
    const [row] = await tx.query<{ full: boolean }>(FULL, [userId, LIMITS.groupsPerOwner - 1]);
    if (row!.full) throw new TooManyGroups(LIMITS.groupsPerOwner);
  }
}
