import { Controller } from '@nestjs/common';
import type { UserEntryType } from '../../contract/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Journal, shardOf } from '../../platform/journal/index.js';
import { Reaction } from '../../platform/transport/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import { type ConversationFact, membershipChanges } from '../domain/conversation-fact.js';

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
    const { joined, gone } = membershipChanges({ type: envelope.type, data: envelope.data } as ConversationFact);
    const type = joined.length > 0 ? 'groups.joined.v1' : 'groups.removed.v1';
    for (const userId of inLockOrder([...joined, ...gone])) await this.append(tx, userId, type, envelope);
  }

  private async append(tx: Tx, userId: string, type: UserEntryType, { subject, sequence, actorid }: EventEnvelope) {
    const payload = { conversationId: subject, conversationSeq: Number(sequence) };
    const entry = { kind: 'user', streamId: userId, type, actorId: actorid, payload, aclVersion: null } as const;
    await this.journal.appendWithin(tx, entry);
  }
}

/** As the append locks its streams, so that the two cannot wait for each other. */
function inLockOrder(userIds: string[]): string[] {
  return userIds.sort((a, b) => shardOf(a) - shardOf(b) || (a < b ? -1 : 1));
}
