import type { Database } from '../../../../src/platform/database/index.js';
import type { Journal } from '../../../../src/platform/journal/index.js';
import type { AudienceSource, Belonging, Membership, Realtime } from '../../../../src/platform/realtime/index.js';
import { newId } from '../../../../src/shared/ids.js';

interface MemberRow {
  stream_id: string;
  user_id: string | null;
  joined_seq: number;
  acl_version: number;
}

/** Membership in a table of the test's own, changed in one transaction with the entry that tells of it. */
export class TableAudience implements AudienceSource {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly realtime: Realtime,
  ) {}

  static async createTable(database: Database): Promise<void> {
    await database.manager.query(`CREATE TABLE IF NOT EXISTS test_members (stream_id uuid, user_id uuid,
      joined_seq bigint NOT NULL, PRIMARY KEY (stream_id, user_id))`);
  }

  async streamsOf(userId: string): Promise<Belonging[]> {
    const rows = await this.database.named<MemberRow>(
      'test-streams-of',
      `SELECT m.stream_id, m.joined_seq, s.acl_version FROM test_members m JOIN streams s USING (stream_id) WHERE m.user_id = $1`,
      [userId],
    );
    return rows.map((r) => ({ streamId: r.stream_id, aclVersion: r.acl_version, joinedSeq: r.joined_seq }));
  }

  async membersOf(streamId: string, _atLeast: number): Promise<Membership | null> {
    const rows = await this.database.named<MemberRow>(
      'test-members-of',
      `SELECT m.user_id, m.joined_seq, s.acl_version FROM streams s LEFT JOIN test_members m USING (stream_id) WHERE s.stream_id = $1`,
      [streamId],
    );
    if (rows.length === 0) return null;
    const members = rows.flatMap((r) => (r.user_id ? [[r.user_id, r.joined_seq] as const] : []));
    return { aclVersion: rows[0]!.acl_version, members: new Map(members) };
  }

  async createUser(): Promise<string> {
    const userId = newId();
    await this.database.transaction((tx) => this.journal.open(tx, 'user', userId));
    return userId;
  }

  async createConversation(members: readonly string[]): Promise<string> {
    const streamId = newId();
    await this.database.transaction(async (tx) => {
      await this.journal.open(tx, 'conversation', streamId);
      for (const userId of members) await tx.query('INSERT INTO test_members VALUES ($1, $2, 1)', [streamId, userId]);
    });
    return streamId;
  }

  /** Answers the number of the entry that tells of it. */
  change(streamId: string, actorId: string, userId: string, what: 'added' | 'removed'): Promise<number> {
    return this.database.transaction(async (tx) => {
      await this.journal.lock(tx, streamId);
      const type = what === 'added' ? 'groups.member-added.v1' : 'groups.member-removed.v1';
      const entry = await this.journal.appendWithin(
        tx,
        { kind: 'conversation', streamId, type, actorId, payload: { userId, role: 'member' }, aclVersion: null },
        true,
      );
      if (what === 'added')
        await tx.query('INSERT INTO test_members VALUES ($1, $2, $3)', [streamId, userId, entry.seq]);
      else await tx.query('DELETE FROM test_members WHERE stream_id = $1 AND user_id = $2', [streamId, userId]);
      tx.afterCommit(() => this.realtime.audienceChanged(streamId, [userId]));
      return entry.seq;
    });
  }
}
