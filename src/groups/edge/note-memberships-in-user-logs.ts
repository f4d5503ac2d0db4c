import { Controller } from '@nestjs/common';
import type { ConversationEntries, UserEntryType } from '../../contract/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Journal, shardOf } from '../../platform/journal/index.js';
import { Reaction } from '../../platform/transport/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';

/**
 * Tells each user's own log which conversations he joined or no longer belongs to: there his devices learn of a
 * conversation they do not follow yet. A change of two logs is two appends; this is the second one, made exactly once.
 */
@Controller()
export class NoteMembershipsInUserLogs {
  constructor(private readonly journal: Journal) {}

  @Reaction({
    consumer: 'groups.user-logs',
    on: [
      'groups.conversation-created.v1',
      'groups.member-added.v1',
      'groups.member-removed.v1',
      'groups.member-left.v1',
    ],
  })
  async note(envelope: EventEnvelope, tx: Tx): Promise<void> {
    const type = /created|added/.test(envelope.type) ? 'groups.joined.v1' : 'groups.removed.v1';
    for (const userId of inLockOrder(usersOf(envelope))) await this.append(tx, userId, type, envelope);
  }

  private async append(tx: Tx, userId: string, type: UserEntryType, { subject, sequence, actorid }: EventEnvelope) {
    const payload = { conversationId: subject, conversationSeq: Number(sequence) };
    await this.journal.appendWithin(tx, {
      kind: 'user',
      streamId: userId,
      type,
      actorId: actorid,
      payload,
      aclVersion: null,
    });
  }
}

function usersOf({ type, data }: EventEnvelope): string[] {
  return type === 'groups.conversation-created.v1'
    ? (data as ConversationEntries['groups.conversation-created.v1']).members.map((m) => m.userId)
    : [(data as ConversationEntries['groups.member-added.v1']).userId];
}

/** As the append locks its streams, so that the two cannot wait for each other. */
function inLockOrder(userIds: string[]): string[] {
  return userIds.sort((a, b) => shardOf(a) - shardOf(b) || (a < b ? -1 : 1));
}
