import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { ConversationKind, HistoryVisibility, MemberRole } from '../../contract/index.js';
import { Database } from '../../platform/database/database.js';
import { Journal, shardOf, type CommittedEntry } from '../../platform/journal/index.js';
import { FollowedList, type MemberList } from './followed-list.js';

interface Row {
  kind: ConversationKind;
  history_visibility: HistoryVisibility;
  acl_version: number;
  user_id: string;
  role: MemberRole;
  joined_seq: number;
}

// One statement, so one snapshot: the members are exactly those of this acl_version.
const MEMBER_LIST = `
  SELECT c.kind, c.history_visibility, c.acl_version, m.user_id, m.role, m.joined_seq
  FROM conversations c JOIN members m ON m.shard = c.shard AND m.conversation_id = c.id
  WHERE c.shard = $1 AND c.id = $2`;

/** Members kept in memory over all conversations, about 100 bytes each. */
const MOST_MEMBERS = 500_000;

/**
 * Member lists kept per node. A kept list may be behind: it follows this node's commits at once, other nodes' not. So it
 * answers only who names the version he needs (`atLeast`), or whose decision the append checks again (`kept`).
 */
@Injectable()
export class MemberLists {
  private readonly lists = new LRUCache<string, FollowedList>({
    maxSize: MOST_MEMBERS,
    sizeCalculation: ({ list }) => list.members.size + 8,
  });
  private readonly loading = new Map<string, Promise<MemberList | null>>();

  constructor(
    private readonly database: Database,
    journal: Journal,
  ) {
    journal.onCommitted((entries) => entries.forEach((entry) => this.follow(entry)));
  }

  kept(conversationId: string): MemberList | undefined {
    const kept = this.lists.get(conversationId);
    return kept?.behind ? this.keep(kept.current()) : kept?.list;
  }

  drop(conversationId: string): void {
    this.lists.delete(conversationId);
  }

  /** The membership at this version or a newer one; null: no such conversation. */
  async atLeast(conversationId: string, aclVersion: number): Promise<MemberList | null> {
    for (;;) {
      const kept = this.kept(conversationId);
      if (kept && kept.aclVersion >= aclVersion) return kept;
      const running = this.loading.get(conversationId);
      const list = await (running ?? this.load(conversationId));
      // A load that began before this call may have seen an older state: only one's own answer is final.
      if (!running || (list && list.aclVersion >= aclVersion)) return list;
    }
  }

  private load(conversationId: string): Promise<MemberList | null> {
    const loading = this.read(conversationId).finally(() => this.loading.delete(conversationId));
    this.loading.set(conversationId, loading);
    return loading;
  }

  private async read(conversationId: string): Promise<MemberList | null> {
    const params = [shardOf(conversationId), conversationId];
    const rows = await this.database.named<Row>('groups-member-list', MEMBER_LIST, params);
    const [first] = rows;
    if (!first) return null;
    const list: MemberList = {
      conversationId,
      aclVersion: first.acl_version,
      kind: first.kind,
      historyVisibility: first.history_visibility,
      members: new Map(rows.map((r) => [r.user_id, { role: r.role, joinedSeq: r.joined_seq }])),
    };
    const kept = this.lists.get(conversationId);
    return !kept || kept.aclVersion < list.aclVersion ? this.keep(list) : list;
  }

  private keep(list: MemberList): MemberList {
    this.lists.set(list.conversationId, new FollowedList(list));
    return list;
  }

  private follow(entry: CommittedEntry): void {
    const kept = this.lists.peek(entry.streamId);
    if (kept && kept.aclVersion < entry.aclVersion && !kept.follow(entry)) this.lists.delete(entry.streamId);
  }
}
