import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ReceiptView } from '../../contract/index.js';
import { GroupsApi } from '../../groups/index.js';
import { AT_START, fromJoining } from '../domain/cursor.js';
import { ConversationNotFound } from '../errors.js';
import { Pointers } from '../persistence/pointers.js';

/** How far each member of a conversation has got and read. Nothing below his joining is missing to a member. */
export class ListReceipts extends Query<ReceiptView[]> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
  ) {
    super();
  }
}

@QueryHandler(ListReceipts)
export class ListReceiptsHandler implements IQueryHandler<ListReceipts> {
  constructor(
    private readonly groups: GroupsApi,
    private readonly pointers: Pointers,
  ) {}

  async execute({ userId, conversationId }: ListReceipts): Promise<ReceiptView[]> {
    const list = await this.groups.membersOf(conversationId);
    if (!list?.members.has(userId)) throw new ConversationNotFound();
    const moved = await this.pointers.ofMembers(conversationId, [...list.members.keys()]);
    return [...list.members].map(([member, { joinedSeq }]) => ({
      userId: member,
      ...fromJoining(moved.get(member) ?? AT_START, joinedSeq),
    }));
  }
}
