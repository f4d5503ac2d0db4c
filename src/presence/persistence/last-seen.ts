import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';

const SEEN = `
  INSERT INTO last_seen (shard, user_id, seen_at)
  SELECT shard, user_id, now() FROM unnest($1::smallint[], $2::uuid[]) AS t (shard, user_id)
  ON CONFLICT (shard, user_id) DO UPDATE SET seen_at = excluded.seen_at`;
const FIND = `
  SELECT l.user_id AS "userId", l.seen_at AS "seenAt" FROM last_seen l
  JOIN unnest($1::smallint[], $2::uuid[]) AS want (shard, user_id) ON l.shard = want.shard AND l.user_id = want.user_id`;

/** When users were last here, coarsely: written when they go, and every few minutes while they stay. */
@Injectable()
export class LastSeen {
  constructor(private readonly database: Database) {}

  async now(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    // One order for all writers, or two of them could wait for each other.
    const ids = [...new Set(userIds)].sort();
    await this.database.named('presence-seen', SEEN, [ids.map(shardOf), ids]);
  }

  async of(userIds: readonly string[]): Promise<Map<string, Date>> {
    if (userIds.length === 0) return new Map();
    const params = [userIds.map(shardOf), userIds];
    const rows = await this.database.named<{ userId: string; seenAt: Date }>('presence-last-seen', FIND, params);
    return new Map(rows.map((r) => [r.userId, r.seenAt]));
  }
}
