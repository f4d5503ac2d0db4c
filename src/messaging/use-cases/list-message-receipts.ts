import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { MessageReceiptView } from '../../contract/index.js';
import { GroupsApi, visibleFrom } from '../../groups/index.js';
import { ChangedMeanwhile, ConversationNotFound, MessageNotFound } from '../errors.js';
import { MessageReader, STALE } from '../persistence/message-reader.js';
import { ReceiptHistory } from '../persistence/receipt-history.js';

/** When the message reached and was read by each member who was one when it was sent; its author is left out. */
export class ListMessageReceipts extends Query<MessageReceiptView[]> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly seq: number,
  ) {
    super();
  }
}

@QueryHandler(ListMessageReceipts)
export class ListMessageReceiptsHandler implements IQueryHandler<ListMessageReceipts> {
  constructor(
    private readonly groups: GroupsApi,
    private readonly reader: MessageReader,
    private readonly history: ReceiptHistory,
  ) {}

  async execute({ userId, conversationId, seq }: ListMessageReceipts): Promise<MessageReceiptView[]> {
    const list = await this.groups.membersOf(conversationId);
    const me = list?.members.get(userId);
    if (!list || !me) throw new ConversationNotFound();
    const { aclVersion, historyVisibility } = list;
    const from = visibleFrom({ historyVisibility, joinedSeq: me.joinedSeq });
    const message = await this.reader.one({ conversationId, aclVersion, from }, seq);
    if (message === STALE) throw new ChangedMeanwhile();
    if (!message) throw new MessageNotFound();
    const addressed = [...list.members].filter(([id, { joinedSeq }]) => id !== message.authorId && joinedSeq <= seq);
    return this.history.passed(
      conversationId,
      seq,
      addressed.map(([id]) => id),
    );
  }
}
