import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { MessageView } from '../../contract/index.js';
import { MessageNotFound } from '../errors.js';
import { MessageReader } from '../persistence/message-reader.js';
import { AsMember } from './as-member.js';

export class GetMessage extends Query<MessageView> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly seq: number,
  ) {
    super();
  }
}

@QueryHandler(GetMessage)
export class GetMessageHandler implements IQueryHandler<GetMessage> {
  constructor(
    private readonly member: AsMember,
    private readonly reader: MessageReader,
  ) {}

  async execute({ userId, conversationId, seq }: GetMessage): Promise<MessageView> {
    const message = await this.member.read(conversationId, userId, (visible) => this.reader.one(visible, seq));
    if (!message) throw new MessageNotFound();
    return message;
  }
}
