import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LIMITS, type MessagePage } from '../../contract/index.js';
import { MessageReader, type Window } from '../persistence/message-reader.js';
import { AsMember } from './as-member.js';

/** Which page: the newest, the one before or after a number (both exclusive), or the one around it. */
export interface PageWanted {
  before?: number;
  after?: number;
  around?: number;
  limit?: number;
}

/** A page of a conversation's history by number, ascending, as far as the reader may see it. */
export class ListMessages extends Query<MessagePage> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly wanted: PageWanted,
  ) {
    super();
  }
}

@QueryHandler(ListMessages)
export class ListMessagesHandler implements IQueryHandler<ListMessages> {
  constructor(
    private readonly member: AsMember,
    private readonly reader: MessageReader,
  ) {}

  execute({ userId, conversationId, wanted }: ListMessages): Promise<MessagePage> {
    const window = windowOf(wanted);
    return this.member.read(conversationId, userId, (visible) => this.reader.page(visible, window));
  }
}

function windowOf({ before, after, around, limit = LIMITS.pageDefault }: PageWanted): Window {
  if (after !== undefined) return { pivot: after + 1, older: 0, newer: limit };
  if (around !== undefined) {
    const older = Math.floor(limit / 2);
    return { pivot: around, older, newer: limit - older };
  }
  return { pivot: before ?? Number.MAX_SAFE_INTEGER, older: limit, newer: 0 };
}
