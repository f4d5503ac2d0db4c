import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CursorView, UnreadView } from '../../contract/index.js';
import { StandingOf } from './standing-of.js';

export interface UnreadOfConversation extends UnreadView, CursorView {
  conversationId: string;
}

/** What is unread in each of the user's conversations, exact at `atSeq`. */
export class ListUnread extends Query<UnreadOfConversation[]> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(ListUnread)
export class ListUnreadHandler implements IQueryHandler<ListUnread> {
  constructor(private readonly standing: StandingOf) {}

  async execute({ userId }: ListUnread): Promise<UnreadOfConversation[]> {
    const all = await this.standing.inAll(userId);
    return all.map(({ conversationId, unread, cursor }) => ({ conversationId, ...unread, ...cursor }));
  }
}
