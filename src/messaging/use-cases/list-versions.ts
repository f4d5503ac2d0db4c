import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { MessageVersionView } from '../../contract/index.js';
import { MessageNotFound } from '../errors.js';
import { MessageReader } from '../persistence/message-reader.js';
import { AsMember } from './as-member.js';

/** Every text a message has had, oldest first; none is left after a delete. */
export class ListVersions extends Query<MessageVersionView[]> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly seq: number,
  ) {
    super();
  }
}

@QueryHandler(ListVersions)
export class ListVersionsHandler implements IQueryHandler<ListVersions> {
  constructor(
    private readonly member: AsMember,
    private readonly reader: MessageReader,
  ) {}

  async execute({ userId, conversationId, seq }: ListVersions): Promise<MessageVersionView[]> {
    const versions = await this.member.read(conversationId, userId, (visible) => this.reader.versions(visible, seq));
    if (!versions) throw new MessageNotFound();
    return versions;
  }
}
