import { allPages } from '../rest/all-pages.js';
import type { ConversationsApi } from '../rest/conversations-api.js';
import { MemberList } from './member-list.js';

/** The lists of members that were looked at: made when first asked for, then kept. */
export class MemberLists {
  private readonly made = new Map<string, MemberList>();

  constructor(private readonly api: ConversationsApi) {}

  open(conversationId: string): MemberList {
    let list = this.made.get(conversationId);
    if (!list) {
      const fetch = () => allPages((cursor) => this.api.members(conversationId, { cursor, limit: 200 }));
      this.made.set(conversationId, (list = new MemberList(fetch)));
    }
    return list;
  }

  get(conversationId: string): MemberList | undefined {
    return this.made.get(conversationId);
  }

  remove(conversationId: string): void {
    this.made.delete(conversationId);
  }

  /** The connection stands again. */
  resumed(): void {
    for (const list of this.made.values()) list.resumed();
  }
}
