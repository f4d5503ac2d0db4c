import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LIMITS, type RangeInput } from '../../contract/index.js';
import { GroupsApi, visibleFrom } from '../../groups/index.js';
import { JournalReader } from '../../platform/journal/index.js';
import { ConversationNotFound } from '../errors.js';
import { eventsJson } from './event-json.js';

/**
 * Entries fromSeq..toSeq of a conversation's log, at most `rangeMax`, as the JSON of `RangeResult`: complete from `fromSeq`
 * on, or `reset` where that lies before what the log keeps or the reader may see.
 */
export class GetRange extends Query<string> {
  constructor(
    readonly userId: string,
    readonly input: RangeInput,
  ) {
    super();
  }
}

@QueryHandler(GetRange)
export class GetRangeHandler implements IQueryHandler<GetRange> {
  constructor(
    private readonly groups: GroupsApi,
    private readonly reader: JournalReader,
  ) {}

  async execute({ userId, input }: GetRange): Promise<string> {
    const { conversationId, fromSeq } = input;
    const membership = await this.groups.membership(conversationId, userId);
    if (!membership) throw new ConversationNotFound();
    const { headSeq } = membership;
    // No further than the head the membership is certain for: what a removal hides lies above it.
    const to = Math.min(input.toSeq ?? headSeq, headSeq, fromSeq + LIMITS.rangeMax - 1);
    const seen = fromSeq >= visibleFrom(membership);
    const entries =
      seen && fromSeq <= to
        ? await this.reader.range('conversation', conversationId, fromSeq, to, LIMITS.rangeMax)
        : [];
    const complete = seen && entries.length === Math.max(0, to - fromSeq + 1);
    return `{"headSeq":${headSeq},"events":${eventsJson(complete ? entries : [])},"reset":${!complete}}`;
  }
}
